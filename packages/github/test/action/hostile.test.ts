import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "release-policy";
import { expect, onTestFinished, test, vi } from "vitest";
import { writeAnnotationsAndSummary } from "../../src/action/annotations-and-summary.ts";
import { pullRequestPayload, workflowRunPayload } from "../payloads.ts";
import { published } from "./run-action.ts";
import { changeset, setScene } from "./scene.ts";
import { sampled } from "../../../cli/test/kit/sampling.ts";

/** Lines that the runner obeys, in either of its grammars. */
const commandsIn = (stdout: string): string[] =>
  stdout.split("\n").filter((line) => /^\s*::/.test(line) || line.includes("##["));

const OURS = /^::(?:error|warning|notice) (?:file=|title=)/;

/** Names and texts that a runner, a terminal, a shell or a reader would take for something else. */
const HOSTILE = {
  ".changeset/::set-output name=pwned::yes.md": changeset({ "@acme/plugin": "major" }),
  ".changeset/##[error]x.md": changeset({ "::error::name": "patch" }),
  ".changeset/$(touch pwned).md": changeset({ "`touch pwned`": "major" }),
  ".changeset/a.md": changeset(
    { "@acme/plugin": "patch" },
    "::add-path::/tmp\n::stop-commands::x\n##[group]y",
  ),
  ".changeset/b.md":
    '---\n"::warning::x": major\n"##[error]y": nonsense\n---\n\n\u001B]0;owned\u0007\n',
  "packages/::error::dir/package.json": JSON.stringify({
    name: "@acme/x\n::error file=a::forged",
    version: "1.0.0",
  }),
  "packages/escape/package.json": JSON.stringify({ name: "\u001B[2J::debug::x", version: "0.1.0" }),
  "packages/pwn/package.json": JSON.stringify({
    name: "@acme/pwn",
    version: "0.1.0",
    scripts: { preinstall: "touch pwned", postinstall: "touch pwned" },
  }),
  ".npmrc": "node-options=--require=./pwn.cjs\n",
  ".pnpmfile.cjs": "require('node:fs').writeFileSync('pwned', '')\n",
  "pwn.cjs": "require('node:fs').writeFileSync('pwned', '')\n",
};

test.each(sampled(["pull_request", "workflow_run"] as const))(
  "a stranger's text cannot become a workflow command, an output or a leak: %s",
  async (event) => {
    const { origin, github, git, repo, fork, run } = await setScene({ step: published("action") });
    const sha = origin.push("contrib:fix", HOSTILE, "main");
    const number = await github.open("contrib:fix", { title: "::error::title" });
    const head = { ref: "fix", sha, repo: fork };
    const payload =
      event === "pull_request"
        ? pullRequestPayload({ number, head, repo, title: "::error::title\n::set-env name=A::b" })
        : workflowRunPayload({ head, repo });
    const token = await github.appToken("github-actions");
    const ran = await run(event, payload, { token });

    const commands = commandsIn(ran.stdout);
    expect(commands.filter((line) => !OURS.test(line))).toEqual([]);
    expect(commands.length > 0).toBe(event === "pull_request");
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(ran.stdout).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F\u202E]/);
    expect(Object.keys(ran.outputs).toSorted()).toEqual([
      "comment",
      "errors",
      "outcome",
      "releases",
      "warnings",
    ]);
    for (const value of Object.values(ran.outputs)) expect(value).toMatch(/^[a-z0-9-]+$/);
    expect(ran.exported).toBe("");

    const comments = (await github.comments(number)).map(({ body }) => body).join("\n");
    const output = [
      ran.stdout,
      ran.stderr,
      ran.summary,
      JSON.stringify(ran.outputs),
      comments,
    ].join("\n");
    expect(output).not.toContain(token);
    expect(output).not.toContain(Buffer.from(`x-access-token:${token}`).toString("base64"));
    expect(ran.written).toEqual([]);
    expect([...git.authorizations]).not.toContain("none");
  },
  60_000,
);

test("at most ten errors and ten warnings are annotations, and the last counts the rest", async () => {
  const { origin, github, repo, fork, run } = await setScene();
  const files = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [
      `.changeset/c${i}.md`,
      changeset({ [`@acme/gone-${i}`]: "patch" }),
    ]),
  );
  const sha = origin.push("contrib:fix", files, "main");
  const number = await github.open("contrib:fix");
  const head = { ref: "fix", sha, repo: fork };
  const { stdout, outputs } = await run("pull_request", pullRequestPayload({ number, head, repo }));
  const errors = stdout.match(/^::error .*$/gm) ?? [];
  expect(Number(outputs["errors"])).toBe(40);
  expect(errors).toHaveLength(10);
  expect(errors.at(-1)).toContain("31 more errors");
  expect((stdout.match(/^::warning .*$/gm) ?? []).length).toBeLessThanOrEqual(10);
});

test("a summary of 20,000 releases is cut at a row, below the runner's limit", async () => {
  const folder = mkdtempSync(join(tmpdir(), "summary-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "summary.md");
  writeFileSync(path, "");
  vi.stubEnv("GITHUB_STEP_SUMMARY", path);
  onTestFinished(() => void vi.unstubAllEnvs());
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  onTestFinished(() => write.mockRestore());
  writeAnnotationsAndSummary({ kind: "judged", merged: true, report: hugeReport(20_000) }, INPUTS, {
    annotate: true,
  });
  write.mockRestore();
  const text = readFileSync(path, "utf8");
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(900 * 1024);
  expect(Buffer.byteLength(text)).toBeGreaterThan(700 * 1024);
  const rows = text.split("\n").filter((line) => line.startsWith("| `@acme/"));
  expect(rows.length).toBeGreaterThan(1000);
  for (const row of rows) expect(row).toMatch(/\|$/);
  expect(text).toMatch(/[\d,]+ more/);
});

const INPUTS = { token: "t", comment: "auto", status: "auto", changelogs: "auto" } as const;

function hugeReport(count: number): Report {
  return {
    outcome: "pass",
    planner: {
      id: "changesets@3",
      package: "@changesets/assemble-release-plan",
      version: "7.0.0",
      from: "bundled",
    },
    releases: Array.from({ length: count }, (_, i) => ({
      name: `@acme/${"p".repeat(40)}-${i}`,
      dir: `packages/p${i}`,
      track: "core",
      private: false,
      from: "1.0.0",
      to: "1.0.1",
      bump: "patch" as const,
      causes: [],
      written: false,
    })),
    findings: [],
    pending: [],
    waived: [],
    notes: [],
  };
}
