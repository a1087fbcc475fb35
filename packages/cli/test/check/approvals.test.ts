import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { reportSchema } from "../../src/formats/json/json-schema.ts";
import { jsonReport } from "../../src/formats/json/json.ts";
import { type Approval, check, formatTerminal } from "../../src/index.ts";
import { withApprovals } from "../../src/internal.ts";
import { commitAll } from "../kit/run-example.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

const TODAY = { today: "2026-06-15" };
const APPROVALS = { rules: ["declared-bump"], permission: "maintain", label: "release: approved" };
const policies = {
  core: { packages: ["@acme/core"], versions: ">=1.0.0", bumps: { declared: ["patch"] } },
  integrations: { packages: ["@acme/plugin"], versions: "0.y.z" },
  workspace: { approvals: APPROVALS },
};
const MAJOR = changeset({ "@acme/core": "major" });

const ann: Approval = {
  package: "@acme/core",
  version: "2.0.0",
  by: "ann",
  at: "2026-06-15T10:00:00Z",
  via: "comment",
};

/** A repository whose change declares a major that the policy refuses. */
async function change(edit: Readonly<Record<string, string>> = {}, given: object = {}) {
  const packages = { "@acme/core": "1.2.0", "@acme/plugin": "0.3.0" };
  const fixture = await workspace({ packages, policies: { ...policies, ...given } });
  const since = repository(fixture);
  const write = (files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) writeFileSync(join(fixture.path, path), text);
    commitAll(fixture.path, "change");
  };
  write({ ".changeset/brave-cats.md": MAJOR, ...edit });
  const judged = (approvals: readonly Approval[] = []) =>
    check({ cwd: fixture.path, since, ...TODAY, approvals });
  return { write, judged };
}

const digestOf = async ({ judged }: Awaited<ReturnType<typeof change>>) =>
  (await judged()).approvals?.asked.map(({ digest }) => digest);

test("an approval allows the release and is shown with its author", async () => {
  const { judged } = await change();
  expect((await judged()).outcome).toBe("fail");
  const report = await judged([ann]);
  expect(report.outcome).toBe("pass");
  expect(formatTerminal(report)).toContain(
    "waived[declared-bump]: @acme/core declares major, but track core only allows patch; approved by ann\n  (comment, 2026-06-15T10:00:00Z)",
  );
});

test("the JSON lists the approval like a waiver, and what can be approved", async () => {
  const data = jsonReport(await (await change()).judged([ann]));
  expect(data.waived).toMatchObject([
    { rule: "declared-bump", approval: { by: "ann", at: ann.at, via: "comment" } },
  ]);
  expect(data.approvals).toMatchObject({
    ...APPROVALS,
    comment: true,
    byAnother: true,
    asked: [{ package: "@acme/core", version: "2.0.0", rules: ["declared-bump"] }],
    refused: [],
  });
  expect(reportSchema.safeParse(structuredClone(data)).error).toBeUndefined();
});

test("approving a finished report equals approving during the check", async () => {
  const { judged } = await change();
  expect(withApprovals(await judged(), [ann])).toEqual(await judged([ann]));
});

test("an approval of a different version than planned allows nothing", async () => {
  const { judged } = await change();
  const report = await judged([{ ...ann, version: "1.3.0" }]);
  expect(report.waived).toEqual([]);
  expect(report.outcome).toBe("fail");
});

test("a change cannot make its own findings approvable", async () => {
  const open = JSON.stringify({ approvals: { rules: "all" } });
  const { judged } = await change({ "policies/workspace.yaml": open }, { workspace: {} });
  const report = await judged([ann]);
  expect(report.approvals).toBeUndefined();
  expect(report.outcome).toBe("fail");
});

test("not even if the base uses the change's own policy", async () => {
  const before = { judgedBy: "head", approvals: { rules: ["freeze"] } };
  const open = JSON.stringify({ judgedBy: "head", approvals: { rules: "all" } });
  const given = { workspace: before };
  const { judged } = await change({ "policies/workspace.yaml": open }, given);
  const report = await judged([ann]);
  expect(report.since?.judgedBy).toBe("head");
  expect(report.approvals?.rules).toEqual(["freeze"]);
  expect(report.outcome).toBe("fail");
});

test("the digest only changes with the changeset's text and bump", async () => {
  const given = await change();
  const before = await digestOf(given);
  given.write({ "packages/core/code.js": "export {};\n" });
  expect(await digestOf(given)).toEqual(before);
  given.write({ ".changeset/brave-cats.md": changeset({ "@acme/core": "major" }, "Other words.") });
  expect(await digestOf(given)).not.toEqual(before);
});

test("a second changeset that causes the release changes the digest", async () => {
  const given = await change();
  const before = await digestOf(given);
  given.write({ ".changeset/calm-dogs.md": changeset({ "@acme/plugin": "patch" }) });
  expect(await digestOf(given)).toEqual(before);
  given.write({ ".changeset/calm-dogs.md": changeset({ "@acme/core": "patch" }) });
  expect(await digestOf(given)).not.toEqual(before);
});

test("a policy without approvals has none in its report", async () => {
  const { judged } = await change({}, { workspace: {} });
  expect(await judged()).not.toHaveProperty("approvals");
});
