import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { pullRequestPayload } from "../payloads.ts";
import { published } from "./run-action.ts";
import { changeset, setScene } from "./scene.ts";
const API = join(import.meta.dirname, "../../../api");

/** A folder as `npm install @release-policy/api` makes it. */
function installed(): string {
  const folder = mkdtempSync(join(tmpdir(), "installed-api-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
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

const REPORT = "packages/core/api/index.d.ts";
const report = (...lines: readonly string[]): string =>
  [
    '// API report of "@acme/core", entry ".". Update: release-policy api --write. Format: 1',
    "export declare function open(path: string): void;",
    ...lines,
    "",
  ].join("\n");

test("a fork's pull request is checked by API reports alone, and not checked without @release-policy/api", async () => {
  const { origin, github, repo, fork, run } = await setScene({
    step: published("action"),
    files: { [REPORT]: report("export declare function close(): void;") },
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
  const judgedByReports = await judged({ RELEASE_POLICY_API: installed() });
  expect(judgedByReports).toMatchObject({ outcome: "fail", stderr: "" });
  expect(judgedByReports.text).toContain("for the removal of `close`");
  expect(judgedByReports.text).toContain(
    "<details><summary>Public API: breaking, 1 removed; planned minor</summary>",
  );
}, 240_000);
