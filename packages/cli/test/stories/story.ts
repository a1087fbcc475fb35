import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { PlannerId } from "@release-policy/core";
import { type ExampleWorkspace, exampleFiles } from "@release-policy/core/testing";
import { fixtureOf } from "../kit/fixture.ts";
import { runChangesets } from "../kit/changesets-cli.ts";
import { runCli } from "../kit/run-cli.ts";
import { gitIn } from "../kit/run-example.ts";

/** What somebody does, and what is seen. */
export interface Step {
  readonly says: string;
  /** Files to write, by path; undefined removes one. */
  readonly files?: Readonly<Record<string, string | undefined>>;
  /** A command of ours, with the exit code that it ends with. */
  readonly run?: readonly [exit: 0 | 1 | 2, ...args: readonly string[]];
  /** A command of the real Changesets 3, such as `pre enter beta`. */
  readonly changesets?: readonly string[];
  /** The real `changeset version`, a commit, and a tag for each package that it released. */
  readonly versions?: true;
}

export interface Story {
  /** The page that shows it, between two markers of this name. */
  readonly page: string;
  readonly name: string;
  readonly workspace: ExampleWorkspace & { readonly planner?: PlannerId };
  readonly steps: readonly Step[];
}

/** The text of a changeset for one package. */
export const changesetText = (name: string, bump: string, text: string): string =>
  `---\n"${name}": ${bump}\n---\n\n${text}\n`;

/** Runs every step in a temporary repository and returns it as Markdown. Throws if a command exits with another code. */
export async function storyText({ workspace, steps }: Pick<Story, "workspace" | "steps">) {
  const files = exampleFiles(workspace);
  const fixture = await fixtureOf(files);
  const tags = new Set<string>();
  try {
    const { path: cwd } = fixture;
    const policies = Object.entries(files).filter(([path]) => path.startsWith("policies/"));
    const first = [
      manifestLines(files),
      git(cwd, "init", "--quiet", "--initial-branch", "main"),
      ...committed(cwd, "first"),
      ...tagged(cwd, workspace, tags),
    ];
    const parts = [
      block("yaml", [policies.map(([path, text]) => `# ${path}\n${text}`).join("\n")]),
      block("console", first),
    ];
    for (const step of steps) {
      parts.push(step.says);
      for (const [path, text] of Object.entries(step.files ?? {})) {
        if (text === undefined) {
          await fixture.rm(path);
          parts.push(block("console", [`$ rm ${path}`]));
        } else {
          await fixture.mkdir(dirname(path));
          await fixture.writeFile(path, text);
          parts.push(fileBlock(path, text));
        }
      }
      if (step.run) parts.push(block("console", [await ran(cwd, step.run)]));
      if (step.changesets) {
        const output = await outputOfChangesets(cwd, ...step.changesets);
        parts.push(block("console", [output, ...committed(cwd, "changesets")]));
      }
      if (step.versions) {
        const output = await outputOfChangesets(cwd, "version");
        const after = [...committed(cwd, "versions"), ...tagged(cwd, workspace, tags)];
        parts.push(block("console", [output, ...after]));
      }
    }
    return parts.filter((part) => part !== "").join("\n\n");
  } finally {
    await fixture.rm();
  }
}

const block = (language: string, lines: readonly string[]): string =>
  `\`\`\`${language}\n${lines.join("\n").trimEnd()}\n\`\`\``;

/** The packages of the workspace, a line each. */
function manifestLines(files: Readonly<Record<string, string>>): string {
  const manifests = Object.entries(files)
    .filter(([path]) => /^packages\/[^/]+\/package\.json$/.test(path))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const lines = manifests.map(([, text]) => JSON.stringify(JSON.parse(text)));
  return ["$ jq -c . packages/*/package.json", ...lines].join("\n");
}

const fileBlock = (path: string, text: string): string => {
  if (path.endsWith(".json")) return block("jsonc", [`// ${path}`, text]);
  if (path.endsWith(".ts")) return block("ts", [`// ${path}`, text]);
  return block(path.endsWith(".md") ? "md" : "yaml", [`# ${path}`, text]);
};

/** A command as it is typed, and what it says. */
const shown = (command: string, args: readonly string[], output: string): string =>
  [
    `$ ${[command, ...args.map((arg) => (/^$|[\s"*]/.test(arg) ? JSON.stringify(arg) : arg))].join(" ")}`,
    ...(output === "" ? [] : [output]),
  ].join("\n");

async function ran(cwd: string, [exit, ...args]: NonNullable<Step["run"]>): Promise<string> {
  const { code, stdout, stderr } = await runCli(cwd, args);
  if (code !== exit) throw new Error(`${args[0]} ended with ${code}: ${stdout}${stderr}`);
  return shown("npx release-policy", args, (stdout + stderr).replaceAll(/ in \d+ ms$/gm, ""));
}

const git = (cwd: string, ...args: readonly string[]): string =>
  shown("git", args, gitIn(cwd, ...args));

const committed = (cwd: string, message: string): readonly string[] => [
  git(cwd, "add", "--all"),
  git(cwd, "commit", "--quiet", "--message", message),
];

const outputOfChangesets = async (cwd: string, ...args: readonly string[]): Promise<string> =>
  shown(
    "npx changeset",
    args,
    `${stripVTControlCharacters(await runChangesets(cwd, "changesets@3", ...args)).trim()}\n`,
  );

/** A tag for each version that has none yet, as `changeset publish` makes them. */
function tagged(cwd: string, { packages }: ExampleWorkspace, known: Set<string>): string[] {
  return Object.keys(packages).flatMap((name) => {
    const path = join(cwd, "packages", name.split("/").at(-1)!, "package.json");
    const { version } = JSON.parse(readFileSync(path, "utf8")) as { version: string };
    const tag = `${name}@${version}`;
    if (known.has(tag)) return [];
    known.add(tag);
    return [git(cwd, "tag", tag)];
  });
}
