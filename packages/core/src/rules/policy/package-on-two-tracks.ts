import { type Problem, defineRule } from "../../judge/rule.ts";
import type { PolicyLine } from "../../policy/file.ts";
import { list, say } from "../../sentence.ts";

interface PackageOnTwoTracksProblem extends Problem {
  readonly package: string;
  readonly tracks: readonly string[];
  readonly because: PolicyLine;
}

export const packageOnTwoTracks = defineRule<PackageOnTwoTracksProblem>({
  id: "package-on-two-tracks",
  family: "policy",
  summary: "No package is on two tracks.",
  why: "Two tracks make two promises. Within a file the last selector decides; between files nothing does.",
  level: "error",
  examples: {
    reject: [
      {
        title: "A glob that is too wide",
        packages: { "@acme/core": "1.2.0", "@acme/plugin": "0.3.0" },
        policies: { core: { packages: ["@acme/*"] }, integrations: { packages: ["@acme/plugin"] } },
      },
    ],
    accept: [
      {
        title: "The exception is left out",
        packages: { "@acme/core": "1.2.0", "@acme/plugin": "0.3.0" },
        policies: {
          core: { packages: ["@acme/*", "!@acme/plugin"] },
          integrations: { packages: ["@acme/plugin"] },
        },
      },
    ],
  },

  check: (view) =>
    view.packages.flatMap((pkg) => {
      const tracks = view.tracksOf(pkg.name);
      const second = tracks[1];
      if (!second) return [];
      const names = tracks.map(({ name }) => name);
      // Negations alone take from everything: then none of them need match.
      const last = second.packages.findLast((selector) => selector.matches(pkg));
      const { line } = last ?? second.packages.at(-1)!;
      return [{ package: pkg.name, at: line.at, tracks: names, because: line }];
    }),

  message: ({ package: name, tracks }) =>
    say`${name} is on ${tracks.length} tracks: ${list(tracks)}`,
  help: ({ package: name, tracks: [first] }) =>
    say`add ${`"!${name}"`} to ${"packages"} of all but one of them, of ${first ?? ""} say`,
});
