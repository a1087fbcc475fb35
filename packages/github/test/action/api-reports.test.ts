import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { plain } from "@release-policy/core";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { changeset as changesetOf, FILES, Origin } from "../change.ts";
import { judgeInChildren } from "../judge/published-judge.ts";
import { pullRequestPayload } from "../payloads.ts";
import { published } from "./run-action.ts";
import { changeset, setScene } from "./scene.ts";

const API = join(import.meta.dirname, "../../../api");

/** A folder as `npm install @release-policy/api` makes it. */
function installed(): string {
  const folder = mkdtempSync(
    join(process.env["RELEASE_POLICY_TESTS"] ?? tmpdir(), "installed-api-"),
  );
  const modules = join(folder, "node_modules");
  const own = join(modules, "@release-policy/api");
  cpSync(join(API, "package.json"), join(own, "package.json"), { recursive: true });
  const typescript = realpathSync(join(API, "node_modules/typescript"));
  const program = join(dirname(typescript), "@typescript");
  for (const name of readdirSync(program))
    cpSync(realpathSync(join(program, name)), join(modules, "@typescript", name), {
      recursive: true,
    });
  const { dependencies } = JSON.parse(readFileSync(join(API, "package.json"), "utf8"));
  for (const name of Object.keys(dependencies))
    cpSync(realpathSync(join(API, "node_modules", name)), join(modules, name), { recursive: true });
  const options =
    "--composite false --incremental false --declaration false --declarationMap false";
  execFileSync(process.execPath, [
    join(typescript, "bin/tsc"),
    "-p",
    API,
    "--outDir",
    join(own, "dist"),
    ...options.split(" "),
  ]);
  return folder;
}

let api = "";
beforeAll(() => void (api = installed()), 240_000);
afterAll(() => rmSync(api, { recursive: true, force: true }));

const REPORT = "packages/core/api/index.d.ts";
const report = (...lines: readonly string[]): string =>
  [
    '// API report of "@acme/core", entry ".". Update: release-policy api --write. Format: 1',
    "export declare function open(path: string): void;",
    ...lines,
    "",
  ].join("\n");
const CLOSE = "export declare function close(): void;";

test("a fork's pull request is checked by API reports alone, and not checked without @release-policy/api", async () => {
  const { origin, github, repo, fork, run } = await setScene({
    step: published("action"),
    files: { [REPORT]: report(CLOSE) },
  });
  const minor = { ".changeset/a.md": changeset({ "@acme/core": "minor" }) };
  const sha = origin.push("contrib:fix", { ...minor, [REPORT]: report() }, "main");
  const number = await github.open("contrib:fix");
  const head = { ref: "fix", sha, repo: fork };
  const judged = async (env: Readonly<Record<string, string>>) => {
    const payload = pullRequestPayload({ number, head, repo });
    const { outputs, stderr } = await run("pull_request_target", payload, { env });
    const [comment] = await github.comments(number);
    return { outcome: outputs["outcome"], stderr, text: comment!.body };
  };
  const without = await judged({});
  expect(without).toMatchObject({ outcome: "not-judged", stderr: "" });
  expect(without.text).toContain(
    "comparing API reports needs @release-policy/api, which is not installed",
  );
  const judgedByReports = await judged({ RELEASE_POLICY_API: api });
  expect(judgedByReports).toMatchObject({ outcome: "fail", stderr: "" });
  expect(judgedByReports.text).toContain("for the removal of `close`");
  expect(judgedByReports.text).toContain(
    "<details><summary>Public API: breaking, 1 removed; planned minor</summary>",
  );
}, 240_000);

/** What is said of a pull request with these files, by processes that have only git objects. */
async function messages(files: Readonly<Record<string, string | null>>) {
  vi.stubEnv("RELEASE_POLICY_API", api);
  onTestFinished(() => void vi.unstubAllEnvs());
  const origin = new Origin({ ...FILES(), [REPORT]: report(CLOSE) });
  const head = origin.pullRequest({
    ".changeset/a.md": changesetOf("@acme/core", "minor"),
    ...files,
  });
  const evaluation = await judgeInChildren(origin.request(head), {
    baseRef: "main",
    today: "2026-11-22",
  });
  if (evaluation.kind !== "judged") return evaluation.obstacles.map(({ message }) => message);
  return evaluation.report.findings.map(({ rule, message }) => `${rule}: ${plain(message)}`);
}

test("checks a pull request by the reports of both sides, without network, credentials or a checkout", async () => {
  expect(await messages({ [REPORT]: report() })).toEqual([
    "change-bump: `@acme/core` would go from `1.2.0` to `1.3.0`, a `minor` release, but track `core` requires a `major` for the removal of `close` (`packages/core/api/index.d.ts`)",
  ]);
});

test("rejects reports nested too deeply, and detects deleted reports", async () => {
  const deep = `export type A = ${"[".repeat(20_000)}${"]".repeat(20_000)};`;
  expect(await messages({ [REPORT]: report(deep) })).toEqual([
    expect.stringContaining("the API reports cannot be compared: "),
  ]);
  expect(await messages({ [REPORT]: null })).toEqual([
    expect.stringContaining("for the removal of `close`"),
    expect.stringContaining("no longer has the API report"),
  ]);
});
