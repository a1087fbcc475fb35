import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { evaluate } from "../../src/judge/evaluate.ts";
import type { Evaluation, Judged } from "../../src/judge/evaluation.ts";
import { changeset, FILES, gitIn, Origin } from "../change.ts";
import { fetchHere } from "../fetch-here.ts";

const TODAY = "2026-11-22";

async function evaluated(
  origin: Origin,
  head: string,
  { baseRef = "main", folder }: { baseRef?: string; folder?: string } = {},
): Promise<Evaluation> {
  const where = folder === undefined ? {} : { folder };
  const fetched = await fetchHere({ ...origin.request(head, { baseRef }), ...where });
  onTestFinished(fetched.dispose);
  return await evaluate({ ...fetched, ...where, baseRef, today: TODAY });
}

async function judged(...args: Parameters<typeof evaluated>): Promise<Judged> {
  const evaluation = await evaluated(...args);
  if (evaluation.kind === "judged") return evaluation;
  throw new Error(evaluation.obstacles.map(({ message }) => message).join("\n"));
}

const rulesOf = ({ report }: Judged) => ({
  outcome: report.outcome,
  counted: report.findings.map(({ rule }) => rule),
  pending: report.pending.map(({ rule }) => rule),
});

const notesOf = ({ report }: Judged): string =>
  report.notes
    .map((note) => note.map((part) => (typeof part === "string" ? part : part.code)).join(""))
    .join("\n");

const FORBIDDEN = { ".changeset/one.md": changeset("@acme/plugin", "major") };
/** A policy that lets everything pass. */
const LAX = { all: { packages: ["*"], rules: { "accidental-graduation": "off" } } };
const ALLOWED = { ".changeset/one.md": changeset("@acme/plugin", "minor") };

test("passes an allowed pull request, and fails a forbidden one", async () => {
  const origin = new Origin();
  const right = await judged(origin, origin.pullRequest(ALLOWED));
  expect([right.merged, rulesOf(right)]).toEqual([
    true,
    { outcome: "pass", counted: [], pending: [] },
  ]);
  expect(right.report.since).toMatchObject({ judgedBy: "base", versionCommit: false });
  const wrong = await judged(origin, origin.pullRequest(FORBIDDEN));
  expect(rulesOf(wrong)).toMatchObject({ outcome: "fail", pending: [] });
  expect(wrong.report.findings.map(({ rule, at }) => `${rule} ${at.path}`)).toContain(
    "accidental-graduation .changeset/one.md",
  );
});

test("suggests a fix for a finding, and the allowed bumps for a missing changeset", async () => {
  const origin = new Origin();
  const wrong = await judged(origin, origin.pullRequest(FORBIDDEN));
  const finding = wrong.report.findings.find(({ rule }) => rule === "accidental-graduation");
  expect(JSON.stringify(finding?.edits)).toContain("minor");
  const other = new Origin();
  const bare = await judged(other, other.pullRequest({ "packages/plugin/index.js": "1" }));
  expect(bare.report.unreleased?.map(({ name }) => name)).toEqual(["@acme/plugin"]);
});

test("distinguishes pending findings of the base from those of a pull request", async () => {
  const origin = new Origin({
    ...FILES(),
    ".changeset/old.md": changeset("@acme/plugin", "major"),
  });
  const head = origin.pullRequest({ ".changeset/two.md": changeset("@acme/core", "patch") });
  const { outcome, counted, pending } = rulesOf(await judged(origin, head));
  expect([outcome, counted]).toEqual(["pass", []]);
  expect(pending).toContain("accidental-graduation");
});

test("includes changes of the base since the merge base", async () => {
  const origin = new Origin();
  const left = origin.head();
  origin.commit(FORBIDDEN);
  origin.push("refs/heads/main");
  origin.goTo(left);
  const head = origin.pullRequest({ ".changeset/two.md": changeset("@acme/core", "patch") });
  const evaluation = await judged(origin, head);
  expect(evaluation.report.releases.map(({ name }) => name).toSorted()).toEqual([
    "@acme/core",
    "@acme/plugin",
  ]);
  expect(rulesOf(evaluation)).toMatchObject({ outcome: "pass", counted: [] });
  expect(rulesOf(evaluation).pending).toContain("accidental-graduation");
});

test("uses the policy of the base's tip, however old the branch", async () => {
  const origin = new Origin(FILES({ policies: LAX }));
  const left = origin.head();
  const policy = FILES();
  origin.commit({
    "policies/all.yaml": null,
    "policies/core.yaml": policy["policies/core.yaml"]!,
    "policies/integrations.yaml": policy["policies/integrations.yaml"]!,
  });
  origin.push("refs/heads/main");
  origin.goTo(left);
  expect(rulesOf(await judged(origin, origin.pullRequest(FORBIDDEN))).counted).toContain(
    "accidental-graduation",
  );
});

test("checks a conflicting pull request on its own, with the policy of the base's tip", async () => {
  const origin = new Origin({
    ...FILES({ policies: LAX }),
    "a.txt": "one\n",
  });
  const left = origin.head();
  const policy = FILES();
  origin.commit({
    "a.txt": "two\n",
    "policies/all.yaml": null,
    "policies/core.yaml": policy["policies/core.yaml"]!,
    "policies/integrations.yaml": policy["policies/integrations.yaml"]!,
  });
  origin.push("refs/heads/main");
  origin.goTo(left);
  const evaluation = await judged(origin, origin.pullRequest({ ...FORBIDDEN, "a.txt": "three\n" }));
  expect(evaluation.merged).toBe(false);
  expect(rulesOf(evaluation).counted).toContain("accidental-graduation");
  expect(notesOf(evaluation)).toBe(
    "this change conflicts with main, so it was checked without merging",
  );
});

test("reports both verdicts for a pull request that edits the policy", async () => {
  const origin = new Origin();
  const head = origin.pullRequest({
    ...FORBIDDEN,
    "policies/integrations.yaml": 'packages: ["@acme/plugin"]\n',
  });
  const evaluation = await judged(origin, head);
  expect(rulesOf(evaluation).counted).toContain("accidental-graduation");
  expect(evaluation.report.since?.judgedBy).toBe("base");
  expect(notesOf(evaluation)).toMatch(
    /^this change edits policies, but it was judged by the policy of the base \(findings: \d; with its own policy: \d\)$/,
  );
});

test("checks a pull request that deletes the policy by the deleted policy", async () => {
  const origin = new Origin();
  const head = origin.pullRequest({
    ...FORBIDDEN,
    "policies/core.yaml": null,
    "policies/integrations.yaml": null,
  });
  expect(rulesOf(await judged(origin, head)).counted).toContain("accidental-graduation");
});

test("checks a pull request that adds the first policy by that policy", async () => {
  const files = FILES();
  const policies = Object.entries(files).filter(([path]) => path.startsWith("policies/"));
  const origin = new Origin(
    Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith("policies/"))),
  );
  const head = origin.pullRequest({ ...Object.fromEntries(policies), ...FORBIDDEN });
  const evaluation = await judged(origin, head);
  expect(evaluation.report.since?.judgedBy).toBe("head");
  expect(rulesOf(evaluation).counted).toContain("accidental-graduation");
});

test("says what to do if neither base nor pull request has a policy", async () => {
  const files = Object.entries(FILES()).filter(([path]) => !path.startsWith("policies/"));
  const origin = new Origin(Object.fromEntries(files));
  expect(await evaluated(origin, origin.pullRequest(ALLOWED))).toMatchObject({
    kind: "not-judged",
    obstacles: [{ message: expect.stringMatching(/polic/) as unknown }],
  });
});

test("checks a pull request that repairs an invalid policy", async () => {
  const good = FILES();
  const origin = new Origin({ ...good, "policies/core.yaml": "packages: [\n" });
  const head = origin.pullRequest({
    ...FORBIDDEN,
    "policies/core.yaml": good["policies/core.yaml"]!,
  });
  const evaluation = await judged(origin, head);
  expect(rulesOf(evaluation).counted).toContain("accidental-graduation");
  expect(notesOf(evaluation)).toBe(
    "the policy of the base cannot be parsed, so this change is judged by its own policy",
  );
});

test("reports every mistake in a pull request's policy, with its place", async () => {
  const origin = new Origin();
  const head = origin.pullRequest({ "policies/core.yaml": "packages: [\nversoins: 1\n" });
  expect(await evaluated(origin, head)).toMatchObject({
    kind: "not-judged",
    obstacles: [{ at: { path: "policies/core.yaml" } }],
  });
});

test("checks again after retargeting", async () => {
  const origin = new Origin();
  const left = origin.head();
  origin.commit({
    "policies/workspace.yaml": 'branches:\n  "maint/*": { bumps: { declared: [patch] } }\n',
  });
  origin.push("refs/heads/main");
  origin.push("refs/heads/maint/1.x");
  origin.goTo(left);
  const head = origin.pullRequest(ALLOWED);
  expect(rulesOf(await judged(origin, head))).toMatchObject({ outcome: "pass" });
  expect(rulesOf(await judged(origin, head, { baseRef: "maint/1.x" })).counted).toEqual([
    "branch-line",
  ]);
});

test("checks a version pull request by the versions that it writes", async () => {
  const origin = new Origin({ ...FILES(), ...FORBIDDEN });
  const manifest = JSON.parse(FILES()["packages/plugin/package.json"]!) as object;
  const head = origin.pullRequest({
    ".changeset/one.md": null,
    "packages/plugin/package.json": JSON.stringify({ ...manifest, version: "1.0.0" }),
  });
  const { report, ...rest } = await judged(origin, head);
  expect(report.since?.versionCommit).toBe(true);
  expect(report.releases.map(({ name, from, to }) => `${name} ${from} ${to}`)).toEqual([
    "@acme/plugin 0.3.0 1.0.0",
  ]);
  expect(rulesOf({ report, ...rest }).counted).toContain("accidental-graduation");
});

test("checks a workspace in a subfolder of its repository", async () => {
  const inside = (files: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`frontend/app/${path}`, text]));
  const origin = new Origin({ ...inside(FILES()), "package.json": "not even JSON" });
  const head = origin.pullRequest(inside(FORBIDDEN));
  const { report } = await judged(origin, head, { folder: "frontend/app" });
  expect(report.findings.map(({ at }) => at.path)).toContain(".changeset/one.md");
  await expect(judged(origin, head, { folder: "../x" })).rejects.toThrow("folder cannot be");
});

test("reads the documents that a policy asks for", async () => {
  const origin = new Origin({
    ...FILES({
      policies: {
        all: { packages: ["*"], breaking: "minor", require: { breaking: ["upgrade-guide"] } },
      },
    }),
    "policies/workspace.yaml": 'docs: { guides: ["docs/**/*.md"] }\n',
    "docs/upgrade.md": "# Upgrade to 2.0.0\n",
  });
  const text = `---\n"@acme/plugin": minor\n---\n\nBREAKING CHANGE: no more.\n`;
  const head = origin.pullRequest({ ".changeset/one.md": text });
  const without = rulesOf(await judged(origin, head));
  origin.goTo("HEAD~1");
  const guide = origin.pullRequest({
    ".changeset/one.md": text,
    "docs/next.md": "# 0.4.0\n\nDo it.\n",
  });
  const withGuide = rulesOf(await judged(origin, guide));
  expect([without.counted, withGuide.counted]).toEqual([["upgrade-guide"], []]);
});

test("results in the same commit and verdict for the same change", async () => {
  const origin = new Origin();
  const head = origin.pullRequest(FORBIDDEN);
  const [one, two] = [await evaluated(origin, head), await evaluated(origin, head)];
  expect(two).toEqual(one);
});

test("gives the same result as the command line", async () => {
  const origin = new Origin();
  const head = origin.pullRequest(FORBIDDEN);
  const { check } = await import("release-policy");
  const { report } = await judged(origin, head);
  const own = await check({
    cwd: origin.work,
    ref: head,
    since: "HEAD~1",
    today: TODAY,
    branch: "main",
    advice: true,
  });
  expect({ ...report, since: undefined }).toEqual({ ...own, since: undefined });
});

test("leaves no remote, credentials, working tree or folder", async () => {
  const origin = new Origin();
  const head = origin.pullRequest(FORBIDDEN);
  const fetched = await fetchHere({ ...origin.request(head), authorization: "basic c2VjcmV0" });
  expect(gitIn(fetched.repository, "config", "--list", "--local")).not.toMatch(/remote|promisor/);
  for (const path of readdirSync(fetched.repository, { recursive: true, encoding: "utf8" }))
    expect(path).not.toMatch(/hooks|FETCH_HEAD/);
  expect(() => statSync(join(fetched.repository, ".git"))).toThrow("ENOENT");
  fetched.dispose();
  expect(() => statSync(fetched.repository)).toThrow("ENOENT");
});

test("says what a stranger's change of the policy would have blocked, on a few releases that are fetched for it", async () => {
  const origin = new Origin();
  origin.release("1.3.0");
  origin.release("1.4.0");
  // Deeper than what is fetched for a check.
  origin.commits(40, "README.md");
  origin.push("refs/heads/main");
  const policy = 'packages: ["@acme/core"]\nversions: ">=1.0.0 <1.4.0"\n';
  const result = await judged(origin, origin.pullRequest({ "policies/core.yaml": policy }));
  expect(result.report.since?.policyEffect?.past).toMatchObject({
    compared: 2,
    refused: [{ subject: "Version Packages", findings: [{ rule: "version-inside-track" }] }],
    left: 0,
  });
  expect(notesOf(result)).toContain("1 of the last 2 releases");
});
