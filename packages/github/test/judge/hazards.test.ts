import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { evaluate } from "../../src/judge/evaluate.ts";
import type { Evaluation } from "../../src/judge/evaluation.ts";
import { changeset, FILES, gitIn, Origin, temporary } from "../change.ts";
import { fetchHere } from "../fetch-here.ts";
import { judgeInChildren } from "./published-judge.ts";

async function evaluated(origin: Origin, head: string): Promise<Evaluation> {
  const change = await fetchHere(origin.request(head));
  onTestFinished(change.dispose);
  return await evaluate({ ...change, baseRef: "main", today: "2026-11-22" });
}

const messages = (evaluation: Evaluation): string[] =>
  evaluation.kind === "judged"
    ? evaluation.report.findings.map(({ rule, at }) => `${rule} ${at.path}`)
    : evaluation.obstacles.map(({ message }) => message);

test("runs nothing of a malicious pull request", async () => {
  const canary = temporary();
  const touch = `touch ${join(canary, "ran")}`;
  const run = `require("node:child_process").execSync(${JSON.stringify(touch)});\n`;
  const scripts = Object.fromEntries(
    ["preinstall", "install", "postinstall", "prepare", "version", "test"].map((name) => [
      name,
      touch,
    ]),
  );
  const origin = new Origin({ ...FILES(), "a.txt": "1\n" });
  origin.goTo(origin.head());
  const manifest = JSON.parse(FILES()["package.json"]!) as object;
  const head = origin.pullRequest({
    "a.txt": "2\n",
    ".changeset/one.md": changeset("@acme/core", "patch"),
    ".npmrc": `registry=http://127.0.0.1:9/\nscript-shell=${touch}\n`,
    ".pnpmfile.cjs": run,
    "package.json": JSON.stringify({ ...manifest, scripts, pnpm: { overrides: {} } }),
    "packages/core/package.json": JSON.stringify({ name: "@acme/core", version: "1.2.0", scripts }),
    ".changeset/config.json": JSON.stringify({
      baseBranch: "main",
      changelog: "./pwn.cjs",
      commit: ["./pwn.cjs", {}],
    }),
    ".changeset/pwn.cjs": run,
    "pwn.cjs": run,
    "policies/core.yaml": `${FILES()["policies/core.yaml"]}\nextends: ./pwn.cjs\n`,
    ".gitattributes": "* filter=pwn diff=pwn merge=pwn text=auto\n",
    ".gitconfig": `[core]\n\tfsmonitor = ${touch}\n\thooksPath = hooks\n`,
    ".gitmodules": `[submodule "x"]\n\tpath = x\n\turl = ext::sh -c "${touch}"\n\tupdate = !${touch}\n`,
    "hooks/post-checkout": `#!/bin/sh\n${touch}\n`,
    "hooks/reference-transaction": `#!/bin/sh\n${touch}\n`,
    "node_modules/@changesets/cli/package.json":
      '{ "name": "@changesets/cli", "version": "3.0.3" }',
    "node_modules/@changesets/assemble-release-plan/package.json":
      '{ "version": "7.0.0", "main": "index.cjs" }',
    "node_modules/@changesets/assemble-release-plan/index.cjs": run,
    // A repository in the tree: whoever runs git in that folder would be theirs.
    HEAD: "ref: refs/heads/main\n",
    config: `[core]\n\tfsmonitor = ${touch}\n\tbare = true\n`,
    "objects/x": "",
    "refs/x": "",
  });
  origin.goTo("HEAD~1");
  origin.commit({ "a.txt": "1\n1\n" });
  origin.push("refs/heads/main");
  // Somebody who runs it may have drivers of these names.
  const home = temporary();
  writeFileSync(
    join(home, ".gitconfig"),
    `[merge "pwn"]\n\tdriver = ${touch}\n[filter "pwn"]\n\tclean = ${touch}\n\tsmudge = ${touch}\n[diff "pwn"]\n\ttextconv = ${touch}\n\tcommand = ${touch}\n`,
  );
  vi.stubEnv("HOME", home);
  onTestFinished(() => void vi.unstubAllEnvs());
  const change = await fetchHere(origin.request(head));
  onTestFinished(change.dispose);
  const request = { ...change, baseRef: "main", today: "2026-11-22" };
  const evaluations = [
    await evaluate(request),
    await judgeInChildren(origin.request(head), { baseRef: "main", today: "2026-11-22" }),
  ];
  expect(evaluations.map(messages)).toEqual([
    [expect.stringContaining("pwn.cjs")],
    [expect.stringContaining("pwn.cjs")],
  ]);
  expect(readdirSync(canary)).toEqual([]);
});

test("checks a malicious pull request, and runs nothing of it", async () => {
  const canary = temporary();
  const touch = `touch ${join(canary, "ran")}`;
  const run = `require("node:child_process").execSync(${JSON.stringify(touch)});\n`;
  const origin = new Origin();
  const head = origin.pullRequest({
    ".changeset/one.md": changeset("@acme/core", "patch"),
    ".changeset/config.json": JSON.stringify({ baseBranch: "main", changelog: "./pwn.cjs" }),
    ".changeset/pwn.cjs": run,
    ".pnpmfile.cjs": run,
    ".npmrc": `script-shell=${touch}\n`,
    ".gitattributes": "* merge=pwn filter=pwn\n",
  });
  expect(await evaluated(origin, head)).toMatchObject({
    kind: "judged",
    report: { outcome: "pass", planner: { from: "bundled" } },
  });
  expect(readdirSync(canary)).toEqual([]);
});

const SECRET = "root:x:0:0";

/** A pull request whose entries have any mode, which no checkout would make. */
function oddPullRequest(origin: Origin, entries: readonly (readonly [string, string])[]): string {
  const target = join(temporary(), "secret");
  writeFileSync(target, SECRET);
  const link = join(temporary(), "link");
  writeFileSync(link, target);
  const blob = gitIn(origin.work, "hash-object", "-w", link);
  for (const [mode, path] of entries) {
    gitIn(origin.work, "rm", "-rq", "--cached", "--ignore-unmatch", path);
    const object = mode === "160000" ? origin.head() : blob;
    gitIn(origin.work, "update-index", "--add", "--cacheinfo", `${mode},${object},${path}`);
  }
  const tree = gitIn(origin.work, "write-tree");
  const head = gitIn(origin.work, "commit-tree", tree, "-p", "HEAD", "-m", "odd");
  origin.push("refs/pull/7/head", head);
  return head;
}

test.each(["120000", "160000"])("reads nothing through entries of mode %s", async (mode) => {
  const paths = [
    ".changeset/config.json",
    "package.json",
    "packages/core/package.json",
    "pnpm-workspace.yaml",
    "policies/core.yaml",
  ];
  const origin = new Origin();
  const head = oddPullRequest(
    origin,
    paths.map((path) => [mode, path]),
  );
  const evaluation = await evaluated(origin, head);
  expect(messages(evaluation)).toEqual(
    paths.map((path) => `${path} is not a regular file in the commit`),
  );
  expect(JSON.stringify(evaluation)).not.toContain(SECRET);
});

test.each(["120000", "160000"])("reports a changeset of mode %s", async (mode) => {
  const origin = new Origin();
  const evaluation = await evaluated(origin, oddPullRequest(origin, [[mode, ".changeset/x.md"]]));
  expect(messages(evaluation)).toEqual(["unreadable-changeset .changeset/x.md"]);
  expect(JSON.stringify(evaluation)).not.toContain(SECRET);
});

test.each(["policies", ".changeset", "packages/core"])(
  "follows no folder %s that is a link",
  async (path) => {
    const origin = new Origin();
    const evaluation = await evaluated(origin, oddPullRequest(origin, [["120000", path]]));
    expect(JSON.stringify(evaluation)).not.toContain(SECRET);
    const refused = `${path} is not a regular file in the commit`;
    expect(messages(evaluation)).toEqual(
      path === "packages/core"
        ? [
            "packages/core is a link in a packages folder, but only regular files of the commit are read",
          ]
        : [refused],
    );
  },
);

test("does not quote a file that cannot be parsed", async () => {
  const secret = "c2VjcmV0-of-somebody";
  for (const path of [
    "package.json",
    "packages/core/package.json",
    "pnpm-workspace.yaml",
    "policies/core.yaml",
    ".changeset/config.json",
  ]) {
    const origin = new Origin();
    const head = origin.pullRequest({ [path]: `${secret}: [\n  ${secret} }\n` });
    const evaluation = await evaluated(origin, head);
    expect(evaluation.kind, path).toBe("not-judged");
    const { obstacles } = evaluation as Extract<Evaluation, { kind: "not-judged" }>;
    expect(obstacles.map(({ message, help }) => `${message} ${help}`).join("\n")).not.toContain(
      secret,
    );
  }
});
