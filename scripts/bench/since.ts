import { execFileSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { between } from "../generate/between.ts";
import type { Timed } from "./commands.ts";
import { installCli } from "./install.ts";
import { measure } from "./measure.ts";
import { writeWorkspace } from "./workspace.ts";

/**
 * The CPU time of `check --since` beside that of `check` in the same folder: the least of several rounds, with git's.
 * `--write` puts the table into docs/speed.md.
 * usage: node --conditions=source scripts/bench/since.ts [packages …] [--real <checkout with policies> …] [--rounds 9]
 *        [--cli <main.cjs>] [--write]
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cli: { type: "string" },
    real: { type: "string", multiple: true, default: [] },
    rounds: { type: "string", default: "9" },
    write: { type: "boolean", default: false },
  },
});
const PAGE = join(import.meta.dirname, "../../docs/speed.md");
const GOALS: Readonly<Record<string, number>> = { pnpm: 2 };
const USUAL_GOAL = 1.5;

const cli = values.cli ?? installCli();
const rows: string[] = [];
for (const packages of positionals.length > 0 ? positionals : ["100", "1000", "5000"]) {
  const count = Number(packages);
  const root = writeWorkspace({ packages: count, changesets: count / 5 });
  await compare(
    `${count.toLocaleString("en-US")} packages`,
    root,
    "core/group-0/package-0/package.json",
  );
  touchAll(root);
  await add(`${count.toLocaleString("en-US")} packages`, "a file of every package", root, "HEAD~1");
  rmSync(root, { recursive: true });
}
for (const checkout of values.real) {
  const root = mkdtempSync(join(tmpdir(), "bench-"));
  execFileSync("git", ["clone", "-q", "--shared", resolve(checkout), root]);
  const manifests = git(root, "ls-files", "*/package.json").split("\n");
  await compare(
    basename(resolve(checkout)),
    root,
    manifests.find((path) => !/fixture/.test(path))!,
  );
  rmSync(root, { recursive: true });
}
const table = [
  `Node ${process.versions.node} on ${cpus().length} cores.`,
  "",
  "| Workspace | Change | `check` | `check --since` | ratio |",
  "| --- | --- | ---: | ---: | ---: |",
  ...rows,
].join("\n");
console.log(table);
if (values.write) writeFileSync(PAGE, between(readFileSync(PAGE, "utf8"), "since", table));

/** The most frequent changes. */
async function compare(title: string, root: string, manifest: string): Promise<void> {
  const path = join(root, manifest);
  const before = readFileSync(path, "utf8");
  const edited = { ...(JSON.parse(before) as object), description: "Edited." };
  writeFileSync(path, `${JSON.stringify(edited, null, 2)}\n`);
  const goal = GOALS[title] ?? USUAL_GOAL;
  await add(title, "a manifest edited, not committed", root, "HEAD", goal);
  writeFileSync(path, before);
  appendFileSync(join(dirname(path), "index.js"), "export {};\n");
  await add(title, "a source file changed, not committed", root, "HEAD", goal);
  git(root, "checkout", "-q", ".");
  git(root, "clean", "-q", "-f");
  const { name } = edited as { name?: string };
  const bumps = name === undefined ? "" : `"${name}": patch\n`;
  writeFileSync(join(root, ".changeset/bench-change.md"), `---\n${bumps}---\n\nx\n`);
  commit(root, "a changeset");
  await add(title, "a changeset added, committed", root, "HEAD~1", goal);
}

function touchAll(root: string): void {
  for (const path of git(root, "ls-files", "*/package.json").split("\n"))
    appendFileSync(join(root, dirname(path), "index.js"), "export {};\n");
  commit(root, "touch");
}

async function add(
  title: string,
  change: string,
  root: string,
  since: string,
  goal?: number,
): Promise<void> {
  const plain: Timed = { name: "check", args: [cli, "check"], passes: [0, 1] };
  const compared = { ...plain, name: "since", args: [cli, "check", "--since", since] };
  // git reads every file that is as new as its index.
  await pause(1100);
  git(root, "status");
  git(root, "update-index", "--force-write-index");
  const [own, more] = measure(root, [plain, compared], Number(values.rounds));
  if (!own!.works || !more!.works) throw new Error(`the check of ${title} fails`);
  const [least, most] = [own!.cpu.least, more!.cpu.least];
  const ratio = `${(most / least).toFixed(2)}${goal === undefined ? "" : ` (${goal})`}`;
  rows.push(`| ${title} | ${change} | ${least.toFixed(0)} | ${most.toFixed(0)} | ${ratio} |`);
  console.log(rows.at(-1));
}

function commit(root: string, message: string): void {
  git(root, "add", "-A");
  const author = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"];
  git(root, ...author, "commit", "-q", "-m", message);
}

function git(root: string, ...args: string[]): string {
  return execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
}
