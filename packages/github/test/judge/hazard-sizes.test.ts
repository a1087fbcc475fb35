import { execFileSync } from "node:child_process";
import { expect, onTestFinished, test } from "vitest";
import { evaluate } from "../../src/judge/evaluate.ts";
import type { Evaluation } from "../../src/judge/evaluation.ts";
import { changeset, gitIn, Origin } from "../change.ts";
import { fetchHere } from "../fetch-here.ts";

async function evaluated(origin: Origin, head: string): Promise<Evaluation> {
  const change = await fetchHere(origin.request(head));
  onTestFinished(change.dispose);
  return await evaluate({ ...change, baseRef: "main", today: "2026-11-22" });
}

const messages = (evaluation: Evaluation): string[] =>
  evaluation.kind === "judged"
    ? evaluation.report.findings.map(({ rule, at }) => `${rule} ${at.path}`)
    : evaluation.obstacles.map(({ message }) => message);

const BOMB = `a: &a [x, x, x, x, x, x, x, x, x]\n${["b", "c", "d", "e", "f", "g", "h"]
  .map((name, i) => {
    const before = `*${"abcdefg"[i]}`;
    return `${name}: &${name} [${Array.from({ length: 9 }, () => before).join(", ")}]`;
  })
  .join("\n")}\n`;

test.each([
  [
    "a policy of 300 kB",
    "policies/core.yaml",
    `# ${"x".repeat(300_000)}\n`,
    /^policies\/core\.yaml is too large: \d+ bytes/,
  ],
  [
    "a manifest of 5 MB",
    "packages/core/package.json",
    `{"name":"${"x".repeat(5_000_000)}"}`,
    /^packages\/core\/package\.json is too large: \d+ bytes/,
  ],
  ["aliases for a huge policy", "policies/core.yaml", BOMB, /^policies\/core\.yaml has aliases/],
  ["aliases for huge settings", "pnpm-workspace.yaml", BOMB, /^pnpm-workspace\.yaml has aliases/],
  ["lists a hundred thousand deep", "package.json", "[".repeat(100_000), /nested too deeply/],
  [
    "an object a hundred thousand deep",
    "packages/core/package.json",
    `{"a":`.repeat(100_000),
    /a package.json is not valid JSON/,
  ],
  ["settings a hundred thousand deep", "pnpm-workspace.yaml", "- ".repeat(100_000), /./],
  ["a policy of dashes", "policies/core.yaml", "- ".repeat(100_000), /./],
  ["a policy a thousand deep", "policies/core.yaml", `packages: ${"[".repeat(1000)}`, /./],
])("rejects %s", async (_, path, text, message) => {
  const origin = new Origin();
  const evaluation = await evaluated(origin, origin.pullRequest({ [path]: text }));
  expect(evaluation.kind).toBe("not-judged");
  expect(messages(evaluation)[0]).toMatch(message);
});

test("reports a changeset of 300 kB, and one with expanding aliases", async () => {
  const origin = new Origin();
  const head = origin.pullRequest({
    ".changeset/large.md": changeset("@acme/core", "patch") + "x".repeat(300_000),
    ".changeset/bomb.md": `---\n${BOMB}---\n\nx\n`,
  });
  const findings = messages(await evaluated(origin, head));
  expect(findings).toContain("unreadable-changeset .changeset/large.md");
  expect(findings).toContain("unreadable-changeset .changeset/bomb.md");
});

/** A pull request made of objects, which would take a checkout minutes. */
function imported(origin: Origin, files: Iterable<readonly [path: string, text: string]>): string {
  const lines = [
    "commit refs/heads/imported",
    "committer Ann <ann@example.com> 1700000000 +0000",
    "data 1",
    "x",
    `from ${origin.head()}`,
  ];
  for (const [path, text] of files)
    lines.push(`M 100644 inline ${path}`, `data ${Buffer.byteLength(text)}`, text);
  const input = `${lines.join("\n")}\n`;
  execFileSync("git", ["fast-import", "--quiet"], { cwd: origin.work, input });
  const head = gitIn(origin.work, "rev-parse", "refs/heads/imported");
  origin.push("refs/pull/7/head", head);
  return head;
}

const many = function* (count: number, of: (i: number) => readonly [string, string]) {
  for (let i = 0; i < count; i++) yield of(i);
};

test("rejects more manifests than the limit", async () => {
  const origin = new Origin();
  const files = many(20_001, (i) => [`packages/p${i}/package.json`, "{}"] as const);
  const evaluation = await evaluated(origin, imported(origin, files));
  expect(messages(evaluation)[0]).toMatch(
    /is too large to check: \d+ manifests and changesets with \d+ bytes$/,
  );
});

test("checks among a hundred thousand other files, and in a tree a thousand levels deep", async () => {
  const origin = new Origin();
  const files = [
    [".changeset/one.md", changeset("@acme/plugin", "minor")] as const,
    ...many(100_000, (i) => [`src/${i % 100}/${i}.txt`, ""] as const),
    [`${"d/".repeat(900)}x.txt`, ""] as const,
  ];
  expect(messages(await evaluated(origin, imported(origin, files)))).toEqual([]);
});

test("rejects a manifest whose path is too long for file systems", async () => {
  const origin = new Origin();
  const files = [[`packages/${"a".repeat(300)}/package.json`, "{}"] as const];
  expect(messages(await evaluated(origin, imported(origin, files)))[0]).toContain(
    "cannot be written to disk",
  );
});
