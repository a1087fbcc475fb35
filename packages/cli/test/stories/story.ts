import { dirname } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { PlannerId } from "@release-policy/core";
import { EXAMPLE_DAY, type ExampleWorkspace, exampleFiles } from "@release-policy/core/testing";
import { createFixture } from "fs-fixture";
import { runChangesets } from "../kit/changesets-cli.ts";
import { runCli } from "../kit/run-cli.ts";
import { commitAll, gitIn } from "../kit/run-example.ts";

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
  readonly day?: string;
}

export interface Story {
  readonly title: string;
  readonly workspace: ExampleWorkspace & { readonly planner?: PlannerId };
  readonly steps: readonly Step[];
}

/** Does every step for real, in a temporary repository, and tells it as Markdown. Throws where a command ends in another way. */
export async function tell({ title, workspace, steps }: Story): Promise<string> {
  const fixture = await createFixture(exampleFiles(workspace));
  try {
    gitIn(fixture.path, "init", "-q", "-b", "main");
    commitAll(fixture.path, "first");
    tagAll(fixture.path, workspace);
    const parts = [`## ${title}`];
    for (const step of steps) {
      parts.push(step.says);
      for (const [path, text] of Object.entries(step.files ?? {})) {
        if (text === undefined) await fixture.rm(path);
        else {
          await fixture.mkdir(dirname(path));
          await fixture.writeFile(path, text);
        }
        if (text !== undefined)
          parts.push(block(path.endsWith(".md") ? "md" : "yaml", `# ${path}\n${text}`));
      }
      if (step.run) parts.push(block("console", ran(fixture.path, step)));
      if (step.changesets) {
        const said = changesetsSaid(fixture.path, ...step.changesets);
        commitAll(fixture.path, "changesets");
        parts.push(block("console", said));
      }
      if (step.versions) parts.push(block("console", versioned(fixture.path, workspace)));
    }
    return parts.join("\n\n");
  } finally {
    await fixture.rm();
  }
}

const block = (language: string, text: string): string =>
  `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;

function ran(cwd: string, { run, day = EXAMPLE_DAY }: Step): string {
  const [exit, command, ...args] = run!;
  const today = command === "check" || command === "deprecations" ? ["--today", day] : [];
  const { code, stdout, stderr } = runCli(cwd, [command!, ...args, ...today]);
  if (code !== exit) throw new Error(`${command} ended with ${code}: ${stdout}${stderr}`);
  const shown = (stdout + stderr).replaceAll(/ in \d+ ms$/gm, "");
  return `$ release-policy ${[command, ...args].join(" ")}\n${shown}`;
}

function versioned(cwd: string, workspace: ExampleWorkspace): string {
  const said = changesetsSaid(cwd, "version");
  commitAll(cwd, "versions");
  const tags = tagAll(cwd, workspace);
  return `${said}\n\n$ git tag --points-at HEAD\n${tags.join("\n")}`;
}

const changesetsSaid = (cwd: string, ...args: readonly string[]): string =>
  `$ changeset ${args.join(" ")}\n${stripVTControlCharacters(runChangesets(cwd, "changesets@3", ...args)).trim()}`;

/** A tag for each version that has none yet, as `changeset publish` makes them. */
function tagAll(cwd: string, { packages }: ExampleWorkspace): string[] {
  const known = new Set(gitIn(cwd, "tag").split("\n"));
  return Object.keys(packages).flatMap((name) => {
    const dir = `packages/${name.split("/").at(-1)!}`;
    const { version } = JSON.parse(gitIn(cwd, "show", `HEAD:${dir}/package.json`)) as {
      version: string;
    };
    const tag = `${name}@${version}`;
    if (known.has(tag)) return [];
    gitIn(cwd, "tag", tag);
    return [tag];
  });
}
