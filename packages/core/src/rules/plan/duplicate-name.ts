import { versionAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { list, say } from "../../sentence.ts";

interface DuplicateNameProblem extends Problem {
  readonly package: string;
  readonly dirs: readonly string[];
}

export const duplicateName = defineRule<DuplicateNameProblem>({
  id: "duplicate-name",
  family: "plan",
  summary: "No two packages have one name, where one of them is published.",
  why: "Changesets keeps packages by name: of two, the one read last is versioned and the other forgotten.",
  level: "error",
  examples: {
    reject: [
      {
        title: "A copy that kept its name",
        packages: { "@acme/core": "1.2.0" },
        files: { "packages/copy/package.json": '{ "name": "@acme/core", "version": "1.1.0" }\n' },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
    accept: [
      {
        title: "A name for each",
        packages: { "@acme/core": "1.2.0", "@acme/copy": "1.1.0" },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
  },

  check: (view) => {
    if (view.planner.id === "pnpm") return [];
    const byName = Map.groupBy(view.packages, (pkg) => pkg.name);
    return [...byName].flatMap(([name, twins]) => {
      if (twins.length < 2 || twins.every((pkg) => pkg.private)) return [];
      const dirs = twins.map((pkg) => pkg.dir);
      return [{ package: name, dirs, at: { ...versionAt(dirs[1]!), pointer: ["name"] } }];
    });
  },

  message: ({ package: name, dirs }) =>
    say`${dirs.length} packages are named ${name}: ${list(dirs)}`,
  help: ({ dirs }) => say`rename one of them, or leave ${dirs.at(-1)!} out of the workspace`,
});
