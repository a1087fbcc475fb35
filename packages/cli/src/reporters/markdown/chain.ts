import type { Link } from "@release-policy/core";
import { causeText } from "../chain.ts";

const MOST_LINKS = 8;

/** A chain as its steps, from the release back to what started it. */
export function chainParts(chain: readonly Link[]): readonly string[] {
  const steps = chain.flatMap(({ package: name, to, cause }, i) => [
    ...(i === 0 || chain[i - 1]!.package !== name ? [`${name} ${to}`] : []),
    causeText(cause),
  ]);
  return steps.length > MOST_LINKS
    ? [...steps.slice(0, MOST_LINKS - 2), "…", steps.at(-1)!]
    : steps;
}
