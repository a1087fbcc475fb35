import type { Package } from "../facts.ts";
import type { Policy, Track } from "./policy.ts";
import { selects } from "./selector.ts";

/** Every track that lists the package. More than one is a mistake, which `package-on-two-tracks` reports. */
export const tracksOf = (policy: Policy, pkg: Pick<Package, "name" | "dir">): readonly Track[] =>
  policy.tracks.filter((track) => selects(track.packages, pkg));
