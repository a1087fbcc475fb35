import { execFileSync } from "node:child_process";
import { appendFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { commands, type Timed } from "./bench/commands.ts";
import { installCli } from "./bench/install.ts";
import { measure } from "./bench/measure.ts";
import { page, type Measured } from "./bench/page.ts";
import { writeWorkspace, type Size } from "./bench/workspace.ts";

/**
 * Compares `release-policy check`, as published, with its peers, the floor and a bare start of Node, in one run.
 * usage: pnpm bench [--write] [--rounds 9] [--small] [--real <checkout with policies> ...]
 */
const { values } = parseArgs({
  options: {
    write: { type: "boolean", default: false },
    small: { type: "boolean", default: false },
    rounds: { type: "string", default: "9" },
    real: { type: "string", multiple: true, default: [] },
  },
});
const rounds = Number(values.rounds);

const SIZES: readonly (Size & { readonly goals: Measured["goals"] })[] = [
  { packages: 10, changesets: 5, goals: { "status 3": 0.5, floor: 2.4, "pnpm 12": 4, memory: 70 } },
  {
    packages: 100,
    changesets: 50,
    goals: { "status 3": 0.45, floor: 2.4, "pnpm 12": 3.5, memory: 75 },
  },
  {
    packages: 1000,
    changesets: 200,
    goals: { "status 3": 0.38, floor: 3.5, "pnpm 12": 2.1, memory: 100 },
  },
  {
    packages: 5000,
    changesets: 2000,
    goals: { "status 3": 0.42, floor: 4.6, "pnpm 12": 0.85, memory: 150 },
  },
];
const REAL_GOALS = { "status 3": 0.32, floor: 3.4, "pnpm 12": 2 };

const cli = installCli();
const all: Measured[] = [];
const since: string[] = [];

function add(title: string, root: string, goals: Measured["goals"]): void {
  const rows = measure(root, commands(cli), rounds);
  all.push({ title, rows, goals });
  console.log(
    title,
    rows
      .map(
        ({ name, milliseconds, ratio }) =>
          `${name} ${milliseconds.toFixed(0)} (${ratio.toFixed(2)})`,
      )
      .join(", "),
  );
}

/** What --since costs where a change touches a file of every package. */
function addSince(root: string, packages: number): void {
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (entry.name === "package.json" && basename(entry.parentPath).startsWith("package-")) {
      appendFileSync(join(entry.parentPath, "index.js"), "export {};\n");
    }
  }
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, stdio: "ignore" });
  git("checkout", "-q", "-b", "change");
  git("add", "-A");
  git("-c", "user.name=Ann", "-c", "user.email=ann@example.com", "commit", "-q", "-m", "touch");
  const plain: Timed = { name: "check", args: [cli, "check"] };
  const compared: Timed = { name: "since", args: [cli, "check", "--since", "main"] };
  const [own, more] = measure(root, [plain, compared], rounds);
  const extra = more!.milliseconds - own!.milliseconds;
  since.push(
    `\`--since\` on a change that touches every one of ${packages} packages: ${extra.toFixed(0)} ms more than without.`,
  );
}

for (const { goals, ...size } of values.small ? SIZES.slice(0, 2) : SIZES) {
  const root = writeWorkspace(size);
  add(`${size.packages} packages, ${size.changesets} changesets`, root, goals);
  if (size.packages >= 1000) addSince(root, size.packages);
  rmSync(root, { recursive: true });
}
for (const root of values.real) add(basename(root), root, REAL_GOALS);
const [version] = measure(
  process.cwd(),
  [
    { name: "version", args: [cli, "--version"] },
    { name: "node", args: ["-e", "0"] },
  ],
  rounds,
).slice(1);
const text = page(all, since, version!.ratio);
console.log(text);
if (values.write) writeFileSync(join(import.meta.dirname, "../docs/speed.md"), text);
