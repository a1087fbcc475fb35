import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bump, PlannerId, Sentence } from "@release-policy/core";
import { plannerCommand, runReleaseCommand } from "./release-command.ts";

export type Bumps = ReadonlyMap<string, Bump>;

/** The front matter of a changeset and its text. */
export const changesetOf = (bumps: Bumps, message: string): string =>
  `${frontMatter(bumps)}\n\n${message}\n`;

/**
 * Lets the planner's own command write the changeset: `changeset add`, or `pnpm change`. Returns the files that are new,
 * and why it failed. Throws `CannotJudge` where the planner is not installed.
 */
export async function recordChangeset(
  root: string,
  planner: PlannerId,
  bumps: Bumps,
  message: string,
): Promise<{ readonly files: readonly string[]; readonly failure?: Sentence }> {
  const before = new Set(changesetsIn(root));
  const { args, whole } = argumentsOf(planner, bumps, message);
  const command = plannerCommand(root, planner, args, process.env);
  const why = await runReleaseCommand(root, command, 2);
  const files = changesetsIn(root).filter((path) => !before.has(path));
  if (why !== undefined) return { files, failure: [`${command.shown.split("\n")[0]} ${why}`] };
  if (files.length === 0) return { files, failure: ["no new changeset was written"] };
  if (!whole) fillIn(join(root, files[0]!), bumps);
  return { files };
}

/**
 * `whole` where the command can be told all: Changesets 2 knows packages only by its own questions, and pnpm takes one
 * bump, while two files with the same text would say it twice in a changelog.
 */
function argumentsOf(
  planner: PlannerId,
  bumps: Bumps,
  message: string,
): { readonly args: readonly string[]; readonly whole: boolean } {
  if (planner === "changesets@2")
    return { args: ["add", "--empty", `--message=${message}`], whole: false };
  if (planner === "changesets@3") {
    const packages = [...Map.groupBy(bumps.keys(), (name) => bumps.get(name)!)];
    const args = packages.map(([bump, names]) => `--${bump}=${names.join(",")}`);
    return { args: ["add", ...args, `--message=${message}`], whole: true };
  }
  const [bump, ...others] = new Set(bumps.values());
  const args = ["change", `--bump=${bump}`, `--summary=${message}`, ...bumps.keys()];
  return { args, whole: others.length === 0 };
}

function fillIn(path: string, bumps: Bumps): void {
  const text = readFileSync(path, "utf8");
  writeFileSync(
    path,
    text.replace(/^---\r?\n(?:[^\n]*\n)*?---/, () => frontMatter(bumps)),
  );
}

const frontMatter = (bumps: Bumps): string =>
  ["---", ...[...bumps].map(([name, bump]) => `${JSON.stringify(name)}: ${bump}`), "---"].join(
    "\n",
  );

/** pnpm makes the folder where there is none. */
const changesetsIn = (root: string): string[] =>
  existsSync(join(root, ".changeset"))
    ? readdirSync(join(root, ".changeset"))
        .filter((name) => name.endsWith(".md"))
        .map((name) => `.changeset/${name}`)
    : [];
