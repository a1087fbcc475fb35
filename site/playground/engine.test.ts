import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { rules } from "@release-policy/core";
import { EXAMPLE_DAY, type Example, exampleFiles } from "@release-policy/core/testing";
import fc from "fast-check";
import { createFixture } from "fs-fixture";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CannotJudge, type Report, check } from "../../packages/cli/src/index.ts";
import { jsonReport } from "../../packages/cli/src/formats/json/json.ts";
import { inExample } from "../../packages/cli/test/kit/run-example.ts";
import { runs, sampled } from "../../packages/cli/test/kit/sampling.ts";
import { filesOf, workspaces } from "../../packages/cli/test/oracle/generate.ts";
import type * as Engine from "./engine/engine.ts";
import { questionOf } from "./examples.ts";

const folder = mkdtempSync(join(process.env["RELEASE_POLICY_TESTS"] ?? tmpdir(), "playground-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let imports: readonly string[];
let engine: typeof Engine;

/** Bundled outside this process, which would stay large: every process that it starts would start more slowly. */
const BUNDLING = `
const { bundledEngine } = await import(${JSON.stringify(new URL("bundle.ts", import.meta.url).href)});
const chunks = await bundledEngine();
console.log(JSON.stringify(chunks.map(({ fileName, code, imports, dynamicImports }) =>
  ({ fileName, code, imports, dynamicImports }))));`;

interface Chunk {
  readonly fileName: string;
  readonly code: string;
  readonly imports: readonly string[];
  readonly dynamicImports: readonly string[];
}

beforeAll(async () => {
  const args = ["--conditions=source", "--input-type=module", "-e", BUNDLING];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 25 });
  const chunks = JSON.parse(stdout) as readonly Chunk[];
  for (const { fileName, code } of chunks) writeFileSync(join(folder, fileName), code);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const files = new Set(chunks.map(({ fileName }) => fileName));
  imports = chunks
    .flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports])
    .filter((name) => !files.has(name));
  engine = (await import(pathToFileURL(join(folder, "engine.js")).href)) as typeof Engine;
}, 240_000);

test("the bundle imports nothing but itself", () => {
  expect(imports).toEqual([]);
});

/** What a check prints as JSON, whichever commit is the base; why there is no verdict else. */
function shown(answer: Engine.Answer): unknown {
  if (!("report" in answer)) return answer.obstacles;
  const { since, ...report } = jsonReport(answer.report);
  return since ? { ...report, since: { ...since, base: "base", ref: "main" } } : report;
}

const onCommandLine = (checked: Promise<Report>): Promise<unknown> =>
  checked.then(
    (report) => shown({ report }),
    (error: unknown) => {
      if (error instanceof CannotJudge) return error.obstacles;
      throw error;
    },
  );

/** Their reports of public APIs are compared by TypeScript, which the playground does not bring. */
const isOfApi = ({ files = {} }: Example): boolean =>
  Object.keys(files).some((path) => path.endsWith(".d.ts"));

const examples = rules.flatMap(({ id, examples: { accept, reject } }) =>
  [...reject, ...accept].map((example) => ({ id, title: example.title, example })),
);

describe("the playground prints what the command line prints", () => {
  test.for(sampled(examples.filter(({ example }) => !isOfApi(example))))(
    "on the example of $id: $title",
    async ({ example }) => {
      const expected = await onCommandLine(
        inExample(example, (root, options) => check({ ...options, cwd: root })),
      );
      expect(shown(await engine.answer(questionOf(example)))).toEqual(expected);
    },
  );

  test.for([2, 3] as const)("on generated workspaces with Changesets %i", async (major) => {
    let findings = 0;
    const numRuns = runs(100);
    for (const generated of fc.sample(workspaces, { numRuns, seed: 20261130 })) {
      const texts = { ...filesOf(generated, major), ...POLICY };
      const fixture = await createFixture(texts);
      const expected = await onCommandLine(check({ cwd: fixture.path, today: EXAMPLE_DAY }));
      await fixture.rm();
      const answer = await engine.answer({ texts, today: EXAMPLE_DAY });
      expect(shown(answer)).toEqual(expected);
      if ("report" in answer) findings += answer.report.findings.length;
    }
    expect(findings).toBeGreaterThan(numRuns);
  });
});

const POLICY = {
  "policies/core.yaml":
    'packages: ["@acme/a", "@acme/b"]\nversions: ">=1.0.0"\nbumps: { received: [patch] }\n',
  "policies/integrations.yaml":
    'packages: ["@acme/*", "!@acme/a", "!@acme/b"]\nversions: "0.y.z"\n',
};

test("says that it does not compare public APIs", async () => {
  const { example } = examples.find((one) => isOfApi(one.example))!;
  expect(await engine.answer(questionOf(example))).toEqual({
    obstacles: [
      expect.objectContaining({ message: "the playground does not compare public APIs" }),
    ],
  });
});

describe("hostile texts", () => {
  const plain = exampleFiles(examples[0]!.example);
  const messages = async (texts: Record<string, string>): Promise<string[]> => {
    const answer = await engine.answer({ texts, today: EXAMPLE_DAY });
    return "obstacles" in answer ? answer.obstacles.map(({ message }) => message) : [];
  };

  test.for(["../outside", "/etc/passwd", "a/../../b", "packages//a", ".git/config", "C:/a"])(
    "refuses the path %s",
    async (path) => {
      expect(await messages({ ...plain, [path]: "" })).toEqual([
        `${path} is not a path inside the workspace`,
      ]);
    },
  );

  test("refuses too much text and too many files", async () => {
    expect(await messages({ ...plain, "a.md": "a".repeat(600_000) })).toEqual([
      expect.stringMatching(/^the workspace is too large for the playground/),
    ]);
    const many = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`docs/${i}.md`, ""]));
    expect(await messages({ ...plain, ...many })).toHaveLength(1);
  });

  test("does not run a planner that the texts bring", async () => {
    const answer = await engine.answer({
      texts: {
        ...plain,
        "node_modules/@changesets/cli/package.json": '{ "version": "3.0.3" }',
        "node_modules/@changesets/assemble-release-plan/package.json":
          '{ "version": "7.0.9", "main": "index.js" }',
        "node_modules/@changesets/assemble-release-plan/index.js": "throw new Error('run')",
      },
      today: EXAMPLE_DAY,
    });
    expect(answer).toMatchObject({ report: { planner: { from: "bundled", version: "7.0.0" } } });
  });

  test("leaves nothing behind for the next question", async () => {
    await engine.answer({ texts: { ...plain, "package.json": "{" }, today: EXAMPLE_DAY });
    expect(await messages(plain)).toEqual([]);
  });
});
