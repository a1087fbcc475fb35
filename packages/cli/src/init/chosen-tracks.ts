import { say, plain, type Facts } from "@release-policy/core";
import { CannotJudge } from "../errors.ts";
import { fits, presetNamed, withPreset } from "./presets.ts";
import type { ProposedTrack, Wishes } from "./proposal.ts";
import { publishedOf, tracksOfVersions } from "./tracks-of-versions.ts";

/** The proposed tracks as they are wished for. Throws `CannotJudge` where there is nothing to propose, or a preset fits nothing. */
export function chosenTracks(
  facts: Pick<Facts, "packages" | "pre" | "history">,
  { preset, presets = {} }: Wishes,
): readonly ProposedTrack[] {
  const published = publishedOf(facts.packages);
  if (published.length === 0) {
    throw new CannotJudge({
      message: "no package here is published: there is nothing to judge",
      help: "a policy can name private packages, too: write policies/<track>.yaml yourself",
    });
  }
  if (preset !== undefined) return wished(preset, facts);
  return tracksOfVersions(facts).map((track) => {
    const name = presets[track.name];
    if (name === undefined) return track;
    presetNamed(name);
    return withPreset(track, name);
  });
}

function wished(
  preset: string,
  facts: Pick<Facts, "packages" | "pre" | "history">,
): readonly ProposedTrack[] {
  const keys = presetNamed(preset);
  const published = publishedOf(facts.packages);
  const members = published.filter((pkg) => fits(keys, pkg));
  if (members.length === 0) {
    throw new CannotJudge({
      message: `${preset} fits no package here: ${keys.about}`,
      help: plain(
        say`it takes versions of the shape ${keys.versions ?? "that it names"}; docs/presets.md lists the others`,
      ),
    });
  }
  const others = published.filter((pkg) => !members.includes(pkg));
  const rest = tracksOfVersions(facts, others);
  const short = preset.split("/").at(-1)!;
  const name = rest.some((track) => track.name === short) ? preset.replace("/", "-") : short;
  return [withPreset({ name, about: "", keys: {}, members }, preset), ...rest];
}
