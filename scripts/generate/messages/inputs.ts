import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { type ExampleWorkspace, exampleFiles } from "@release-policy/core/testing";
import { createFixture } from "fs-fixture";
import { run } from "../../../packages/cli/src/cli.ts";
import { CannotJudge, type Obstacle } from "../../../packages/cli/src/index.ts";
import { commitAll, gitIn } from "../../../packages/cli/test/kit/run-example.ts";

/** A small workspace, and a command that cannot do its work in it. */
export interface Input {
  readonly args: readonly string[];
  /** Files beyond those of the workspace; undefined for one that is missing. */
  readonly files?: Readonly<Record<string, string | undefined>>;
  readonly workspace?: Partial<ExampleWorkspace>;
  /** In a repository with one commit. */
  readonly git?: boolean;
}

/** What is printed of an error. */
export interface PrintedError {
  readonly message: string;
  readonly help?: string | undefined;
}

const WORKSPACE: ExampleWorkspace = {
  packages: {
    "@acme/core": "1.2.0",
    "@acme/plugin": { version: "0.3.0", dependencies: { "@acme/core": "workspace:^" } },
  },
  changesets: { "brave-cats": { "@acme/core": "minor" } },
  policies: {
    core: { packages: ["@acme/core"], versions: "1.x" },
    integrations: { packages: ["@acme/plugin"], versions: "0.y.z" },
  },
};

/** Runs the command without a terminal, and returns its errors. Throws if there are none. */
export async function errorsOf(input: Input): Promise<PrintedError[]> {
  return inWorkspace(input, async (root) => {
    try {
      const [command = "", ...rest] = input.args;
      const dir = rest.includes("--dir") ? [] : ["--dir", root];
      await run([command, ...dir, ...rest], { color: false, width: 100 });
    } catch (error) {
      if (error instanceof CannotJudge)
        return error.obstacles.map((one) => printedError(one, root));
      throw error;
    }
    throw new Error(`no error: ${JSON.stringify(input)}`);
  });
}

export async function inWorkspace<T>(
  { files = {}, workspace = {}, git }: Omit<Input, "args">,
  work: (root: string) => Promise<T>,
): Promise<T> {
  const given = Object.entries(files).flatMap(([path, text]) =>
    text === undefined ? [] : [[path, text] as const],
  );
  const all = { ...exampleFiles({ ...WORKSPACE, ...workspace }), ...Object.fromEntries(given) };
  const fixture = await createFixture(all);
  try {
    for (const [path, text] of Object.entries(files))
      if (text === undefined) rmSync(join(fixture.path, path), { recursive: true });
    if (git) {
      gitIn(fixture.path, "init", "-q", "-b", "main");
      commitAll(fixture.path, "first");
    }
    return await work(fixture.path);
  } finally {
    await fixture.rm();
  }
}

/** What a program that ends with an error prints. */
export function outputOf(root: string, script: string): string {
  try {
    execFileSync(process.execPath, ["--conditions=source", "--input-type=module", "-e", script], {
      cwd: root,
      encoding: "utf8",
      stdio: "pipe",
    });
  } catch (error) {
    return String((error as { stderr: unknown }).stderr);
  }
  throw new Error(`no error: ${script}`);
}

function printedError({ message, help }: Obstacle, root: string): PrintedError {
  const place = root.replace(/\/$/, "");
  const shown = (text: string): string => text.replaceAll(place, "/acme");
  return { message: shown(message), help: help === undefined ? undefined : shown(help) };
}
