import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Mutation } from "./mutations.ts";

/**
 * Those of the mutations that compile: nobody could commit the others. One of each file is checked at a time, all
 * together, and one is refused if there is an error in its file.
 *
 * @param root a copy of the repository, which is as before afterwards
 */
export function compiling(root: string, mutations: readonly Mutation[]): Mutation[] {
  tsc(root, ["-b", ...projectsOf(mutations)]);
  const refused = new Set<Mutation>();
  const byFile = [...Map.groupBy(mutations, ({ path }) => path).values()];
  for (let round = 0; byFile.some((inFile) => inFile.length > round); round++) {
    const together = byFile.flatMap((inFile) => inFile.slice(round, round + 1));
    const originals = together.map(({ path }) => readFileSync(join(root, path), "utf8"));
    for (const [i, { path, start, end, after }] of together.entries()) {
      const text = originals[i]!;
      writeFileSync(join(root, path), `${text.slice(0, start)}${after}${text.slice(end)}`);
    }
    const projects = projectsOf(together);
    const output = projects.map((one) => tsc(root, ["-p", one, "--noEmit"])).join("");
    const errors = new Set(
      [...output.matchAll(/^(.+?)\(\d+,\d+\): error/gm)].map(([, path]) => path),
    );
    for (const [i, mutation] of together.entries()) {
      if (errors.has(mutation.path)) refused.add(mutation);
      writeFileSync(join(root, mutation.path), originals[i]!);
    }
  }
  return mutations.filter((one) => !refused.has(one));
}

function tsc(root: string, args: readonly string[]): string {
  const { stdout } = spawnSync("node_modules/.bin/tsc", [...args, "--pretty", "false"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  return stdout;
}

const projectsOf = (mutations: readonly Mutation[]): string[] => [
  ...new Set(mutations.map(({ path }) => path.split("/").slice(0, 2).join("/"))),
];
