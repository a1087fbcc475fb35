import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import type { PolicyLine } from "../../policy/file.ts";
import { Guesses } from "../../policy/mistakes.ts";
import type { PlacedSelector, Track } from "../../policy/policy.ts";
import { tracksSelecting } from "../../policy/track.ts";
import { say } from "../../sentence.ts";

interface SelectorUnmatchedProblem extends Problem {
  readonly selector: string;
  readonly suggestion: string | undefined;
  /** True where each package would still be on one track with what is meant. */
  readonly passes: boolean;
  readonly because: PolicyLine;
}

export const selectorUnmatched = defineRule<SelectorUnmatchedProblem>({
  id: "selector-unmatched",
  family: "policy",
  summary: "Every selector and package name in the policy must match a package.",
  why: "A selector that matches nothing is a typo, or its package was renamed or removed and is no longer covered.",
  level: "error",
  workspaceOnly: true,
  aboutToday: true,
  beyondPlan: true,
  examples: {
    reject: [
      {
        title: "A misspelled scope, and a train without its leader",
        packages: { "@acme/core": "1.2.0" },
        policies: {
          core: { packages: ["@acme/*", "@amce/react"] },
          workspace: {
            trains: [{ leader: "@acme/cor", members: ["@acme/*"], version: "same" }],
          },
        },
      },
    ],
    accept: [
      {
        title: "All match",
        packages: { "@acme/core": "1.2.0" },
        policies: { core: { packages: ["./packages/*"] } },
      },
    ],
  },

  check: (view) => {
    const { tracks, trains, couplings, compatibility, freezes, unpublished } = view.policy;
    const selectors = [
      ...trains.flatMap(({ members }) => members),
      ...couplings.flatMap(({ members }) => members),
      ...compatibility.flatMap(({ packages }) => packages),
      ...freezes.flatMap(({ packages }) => packages ?? []),
    ];
    const names = [
      ...trains.map(({ leader, line }) => ({ name: leader, line })),
      ...couplings.map(({ package: name, line }) => ({ name, line })),
      ...compatibility.map(({ with: name, line }) => ({ name, line })),
      ...unpublished,
    ];
    const guesses = new Guesses();
    // The base's policy still names what the change removes, from the packages and from its own policy.
    const packages = view.changes?.maturity
      ? [...view.packages, ...view.changes.removedPackages]
      : view.packages;
    return [
      ...tracks.flatMap((track) =>
        track.packages
          .filter((one) => !packages.some((pkg) => one.matches(pkg)))
          .map((one) => inTrack(view, track, unmatchedSelector(view, one, guesses))),
      ),
      ...selectors
        .filter((one) => !packages.some((pkg) => one.matches(pkg)))
        .map((one) => unmatchedSelector(view, one, guesses)),
      ...names
        .filter(({ name }) => !packages.some((pkg) => pkg.name === name))
        .map(({ name, line }) => unmatched(view, name, line, guesses)),
    ];
  },

  message: ({ selector }) => say`${selector} does not match any package of this workspace`,
  help: ({ suggestion, passes }) => {
    if (suggestion === undefined) return say`correct it; if it is no longer needed, delete it`;
    return passes
      ? say`write ${suggestion}`
      : say`correct it (did you mean ${suggestion}?); if it is no longer needed, delete it`;
  },
});

/** A selector that is corrected puts its package on the track, or takes it off: it may be on another one, or then on none. */
function inTrack(
  view: View,
  { name }: Track,
  problem: SelectorUnmatchedProblem,
): SelectorUnmatchedProblem {
  const { suggestion } = problem;
  const word = suggestion?.replace(/^!/, "");
  const pkg = view.packages.find((one) => word === one.name || word === `./${one.dir}`);
  if (!pkg || suggestion === undefined) return problem;
  const others = tracksSelecting(view.policy, pkg).filter((track) => track.name !== name);
  const isLeft = suggestion.startsWith("!");
  return { ...problem, passes: isLeft ? others.length === 1 : others.length === 0 };
}

const unmatchedSelector = (
  view: View,
  { text, line }: PlacedSelector,
  guesses: Guesses,
): SelectorUnmatchedProblem => unmatched(view, text, line, guesses);

function unmatched(
  view: View,
  text: string,
  because: PolicyLine,
  guesses: Guesses,
): SelectorUnmatchedProblem {
  const word = text.replace(/^!/, "");
  const known = word.startsWith("./")
    ? view.packages.map((pkg) => `./${pkg.dir}`)
    : view.packages.map((pkg) => pkg.name);
  const found = guesses.closest(word, known);
  const suggestion = found && text.slice(0, text.length - word.length) + found;
  return { at: because.at, selector: text, suggestion, passes: true, because };
}
