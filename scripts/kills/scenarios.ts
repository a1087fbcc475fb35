import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { install } from "../../packages/cli/test/kit/installed.ts";
import { commitAll, gitIn } from "../../packages/cli/test/kit/run-example.ts";

/** A command that writes, a workspace for it, and what the next command is when it was killed. */
export interface Scenario {
  readonly name: string;
  readonly args: readonly string[];
  readonly next: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  /** Files that are not committed. */
  readonly dirty?: Readonly<Record<string, string>>;
  /** What makes versions and changesets: Changesets itself, or a slow script that writes in many small steps. */
  readonly planner: "real" | "slow";
}

/** The bytes of every file by path; a changeset with a random name is called `.changeset/*.md`. */
export type Tree = Readonly<Record<string, string>>;

const PACKAGES = Array.from({ length: 12 }, (_, i) => `p${String(i).padStart(2, "0")}`);
const CONFIG = { changelog: "@changesets/cli/changelog", commit: false };
const DAY = "2026-06-15";
const TABLE = "<!-- release-policy:tracks -->\n<!-- /release-policy:tracks -->\n";

const json = (data: unknown): string => `${JSON.stringify(data, null, 2)}\n`;
const changeset = (bumps: Readonly<Record<string, string>>, text: string): string =>
  `---\n${Object.entries(bumps)
    .map(([name, bump]) => `"@acme/${name}": ${bump}\n`)
    .join("")}---\n\n${text}\n`;

const base = (version: string): Record<string, string> => ({
  ".gitignore": "node_modules\n",
  "package.json": json({ name: "acme", private: true }),
  "pnpm-workspace.yaml": "packages:\n  - packages/*\n",
  ".changeset/config.json": json(CONFIG),
  ...Object.fromEntries(
    PACKAGES.flatMap((dir) => [
      [`packages/${dir}/package.json`, json({ name: `@acme/${dir}`, version })],
      [
        `packages/${dir}/CHANGELOG.md`,
        `# @acme/${dir}\n\n## ${version}\n\n${"- Old.\n".repeat(60)}`,
      ],
    ]),
  ),
});

const policy = (extra = ""): Record<string, string> => ({
  "policies/all.yaml": `packages: ["@acme/*"]\nversions: ">=0.1.0"\n${extra}`,
});

const patches = Object.fromEntries(
  PACKAGES.map((name, i) => [`.changeset/c${i}.md`, changeset({ [name]: "patch" }, `Fix ${i}.`)]),
);

const VERSION = {
  args: ["version"],
  next: ["version"],
  files: { ...base("1.2.3"), ...policy(), ...patches },
  dirty: {
    ".changeset/late.md": changeset({ p00: "patch" }, "Not committed."),
    "packages/p01/CHANGELOG.md": "# @acme/p01\n\nNot committed.\n\n## 1.2.3\n\n- Old.\n",
  },
} as const;

const GRADUATING = {
  ...base("0.3.0"),
  "README.md": `# Acme\n\n${TABLE}`,
  "policies/incubating.yaml": `packages: ["@acme/*", "!@acme/p11"]\nversions: "0.y.z"\n`,
  "policies/core.yaml": `packages: ["@acme/p11"]\nversions: ">=1.0.0"\n`,
  "policies/workspace.yaml": "docs: { table: README.md }\n",
  "packages/p11/package.json": json({ name: "@acme/p11", version: "1.0.0" }),
};

export const SCENARIOS: readonly Scenario[] = [
  { name: "version (Changesets 3)", planner: "real", ...VERSION },
  { name: "version (slow script)", planner: "slow", ...VERSION },
  {
    name: "init",
    args: ["init", "--yes"],
    next: ["init", "--yes"],
    files: {
      ...base("1.2.3"),
      "package.json": json({
        private: true,
        devDependencies: { "@release-policy/changelog": "^1.0.0" },
      }),
      ...Object.fromEntries(
        PACKAGES.slice(8).map((dir) => [
          `packages/${dir}/package.json`,
          json({ name: `@acme/${dir}`, version: "0.3.0" }),
        ]),
      ),
    },
    planner: "slow",
  },
  {
    name: "add",
    args: ["add", "--patch=@acme/p00,@acme/p01", "--message=Fix the cache."],
    next: ["version", "--recover"],
    files: { ...base("1.2.3"), ...policy() },
    planner: "slow",
  },
  {
    name: "fix",
    args: ["fix", "--yes"],
    next: ["fix", "--yes"],
    files: {
      ...base("1.2.3"),
      ...policy("bumps: { declared: [patch, minor] }\n"),
      ...Object.fromEntries(
        PACKAGES.map((name, i) => [
          `.changeset/c${i}.md`,
          changeset({ [name]: "major" }, `Change ${i}.`),
        ]),
      ),
    },
    planner: "slow",
  },
  {
    name: "graduate",
    args: ["graduate", "@acme/p00", "--to", "core"],
    next: ["graduate", "@acme/p00", "--to", "core"],
    files: GRADUATING,
    planner: "slow",
  },
  {
    name: "graduate of several",
    args: ["graduate", "@acme/p00", "@acme/p01", "@acme/p02", "--to", "core"],
    next: ["graduate", "@acme/p00", "@acme/p01", "@acme/p02", "--to", "core"],
    files: GRADUATING,
    planner: "slow",
  },
  {
    name: "deprecations --write",
    args: ["deprecations", "--write", `--today=${DAY}`],
    next: ["deprecations", "--write", `--today=${DAY}`],
    files: {
      ...base("1.2.3"),
      ...policy(),
      ".changeset/c.md": changeset(
        { p00: "minor" },
        "Say goodbye to `open`.\n\nDeprecates: `open()` use openAll until 3.0",
      ),
    },
    planner: "slow",
  },
  {
    name: "tracks --write",
    args: ["tracks", "--write"],
    next: ["tracks", "--write"],
    files: {
      ...base("1.2.3"),
      ...policy(),
      "README.md": `# Acme\n\n${TABLE}\n${"Text.\n".repeat(500)}`,
      "policies/workspace.yaml": "docs: { table: README.md }\n",
    },
    planner: "slow",
  },
];

/** Writes each file in place, half of it first, like a program that ignores crashes. */
const SLOW = `
const { existsSync, openSync, readdirSync, readFileSync, rmSync, writeSync, closeSync } = require("node:fs");
const wait = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
function write(path, text) {
  const file = openSync(path, "w");
  wait(1);
  writeSync(file, text.slice(0, text.length / 2));
  wait(1);
  writeSync(file, text.slice(text.length / 2));
  closeSync(file);
}
const args = process.argv.slice(2);
if (args[0] === "add") {
  const names = args.find((arg) => arg.startsWith("--patch=")).slice(8).split(",");
  const text = args.find((arg) => arg.startsWith("--message=")).slice(10);
  write(".changeset/" + process.pid + ".md", "---\\n" + names.map((name) => JSON.stringify(name) + ": patch\\n").join("") + "---\\n\\n" + text + "\\n");
} else {
  const changesets = readdirSync(".changeset").filter((name) => name.endsWith(".md")).sort();
  const texts = changesets.map((name) => readFileSync(".changeset/" + name, "utf8"));
  for (const dir of readdirSync("packages")) {
    const own = texts.filter((text) => text.includes('"@acme/' + dir + '"'));
    if (own.length === 0) continue;
    const path = "packages/" + dir + "/package.json";
    const data = JSON.parse(readFileSync(path, "utf8"));
    const [major, minor, patch] = data.version.split(".").map(Number);
    data.version = [major, minor, patch + 1].join(".");
    write(path, JSON.stringify(data, null, 2) + "\\n");
    const log = "packages/" + dir + "/CHANGELOG.md";
    write(log, readFileSync(log, "utf8").replace("\\n## ", "\\n## " + data.version + "\\n\\n" + own.length + " changes.\\n\\n## "));
  }
  for (const name of changesets) { rmSync(".changeset/" + name); wait(1); }
}
`;

/** Makes the workspace of a scenario, in a repository. */
export function make({ files, dirty = {}, planner }: Scenario, root: string): void {
  // Never write through the link to the real command line that another scenario has left here.
  rmSync(join(root, "node_modules"), { recursive: true, force: true });
  put(root, files);
  if (planner === "real") install(root, 3);
  else {
    put(root, {
      "node_modules/@changesets/cli/package.json": json({
        version: "3.0.3",
        bin: { changeset: "bin.cjs" },
      }),
      "node_modules/@changesets/cli/bin.cjs": SLOW,
    });
  }
  gitIn(root, "init", "-q", "-b", "main");
  commitAll(root, "first");
  put(root, dirty);
}

function put(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

export function copyTo(template: string, root: string): void {
  rmSync(root, { recursive: true, force: true });
  cpSync(template, root, { recursive: true, verbatimSymlinks: true });
}

/** Names that a planner invents differ from run to run; names of the scenario have a digit in them, or are known. */
export function treeOf(root: string, known: Readonly<Record<string, string>>): Tree {
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((path) => !/^(?:node_modules|\.git)\//.test(path));
  return Object.fromEntries(
    paths.toSorted().map((path) => {
      const isInvented = /^\.changeset\/\d+\.md$/.test(path) && !Object.hasOwn(known, path);
      return [isInvented ? ".changeset/*.md" : path, readFileSync(join(root, path), "latin1")];
    }),
  );
}

/** What is left of our own state in the repository, but for copies of what files held. */
export const leftovers = (root: string): readonly string[] =>
  existsSync(join(root, ".git/release-policy"))
    ? readdirSync(join(root, ".git/release-policy")).filter((name) => !name.startsWith("copies-"))
    : [];
