import { expect, test } from "vitest";
import { judgeScene } from "../testing/scene.ts";
import { policyFile } from "../testing/policy-file.ts";
import type { Approvals } from "../policy/policy.ts";
import { readPolicy } from "../policy/reading/read-policy.ts";
import { rules } from "../rules/index.ts";
import { approve } from "./approval.ts";
import type { Approval } from "./finding.ts";

const line = { at: { path: "policies/workspace.yaml", line: 1, column: 1 }, text: "approvals" };
const policy: Approvals = {
  rules: ["declared-bump", "freeze"],
  permission: "write",
  comment: true,
  byAnother: true,
  line,
};
const releases = { ui: "1.0.0 -> 2.0.0", app: "1.0.0 -> 2.0.0" };
const scene = {
  packages: { ui: "1.0.0", app: "1.0.0", lone: "1.0.0" },
  releases,
  changesets: { cat: { ui: "major", app: "major" } },
  policies: { all: { packages: ["ui", "app"], versions: "1.x", bumps: { declared: ["patch"] } } },
} as const;
const plan = [
  { name: "ui", to: "2.0.0" },
  { name: "app", to: "2.0.0" },
];
const ann: Approval = {
  package: "ui",
  version: "2.0.0",
  by: "ann",
  at: "2026-06-15T10:00:00Z",
  via: "comment",
};

function approved(approvals: readonly Approval[], by: Approvals = policy) {
  const { findings } = judgeScene(scene);
  const { approved: allowed, findings: left } = approve(findings, approvals, by, plan, rules);
  const name = ({ rule, package: of }: (typeof findings)[number]) => `${rule} ${of}`;
  return { left: left.map(name), allowed: allowed.map(({ finding }) => name(finding)) };
}

const ALL = [
  "declared-bump ui",
  "version-inside-track app",
  "version-inside-track ui",
  "declared-bump app",
  "track-membership lone",
];

test("allows what the policy allows to be approved, for the named package", () => {
  const { left, allowed } = approved([ann]);
  expect(allowed).toEqual(["declared-bump ui"]);
  expect(left.toSorted()).toEqual(ALL.filter((name) => name !== "declared-bump ui").toSorted());
});

test("says who approved it, when and how", () => {
  const { findings } = judgeScene(scene);
  const [first] = approve(findings, [ann], policy, plan, rules).approved;
  expect(first?.approval).toEqual(ann);
});

test.each([
  ["package", { package: "lib" }],
  ["version", { version: "2.0.1" }],
  ["version, its build included", { version: "2.0.0+1" }],
  ["name that only looks like it", { package: "UI" }],
])("an approval of another %s does not match any finding", (_, change) => {
  expect(approved([{ ...ann, ...change }])).toEqual({
    allowed: [],
    left: approved([]).left,
  });
});

test("all allows every finding of the release, but none of the policy itself", () => {
  const lone = { ...ann, package: "lone", version: "1.0.0" };
  const { left, allowed } = approved([ann, lone], { ...policy, rules: "all" });
  expect(allowed.toSorted()).toEqual(["declared-bump ui", "version-inside-track ui"]);
  expect(left).toContain("track-membership lone");
});

test("findings about the policy stay, even if the package is approved", () => {
  const { findings } = judgeScene(scene);
  const lone = { ...ann, package: "lone", version: "1.0.0" };
  const inPlan = [{ name: "lone", to: "1.0.0" }];
  const all = { ...policy, rules: "all" } as const;
  expect(approve(findings, [lone], all, inPlan, rules).approved).toEqual([]);
});

test("a current version that is not released cannot be approved", () => {
  const { findings } = judgeScene(scene);
  expect(approve(findings, [ann], policy, [{ name: "app", to: "2.0.0" }], rules).approved).toEqual(
    [],
  );
});

test("shows the earlier of two approvals", () => {
  const { findings } = judgeScene(scene);
  const later = { ...ann, by: "aaron", at: "2026-06-15T10:00:01Z" };
  const given = [later, ann];
  expect(approve(findings, given, policy, plan, rules).approved[0]?.approval?.by).toBe("ann");
});

const mistakes = (approvals: unknown) =>
  readPolicy([policyFile("workspace", { approvals })], rules).mistakes.map(
    ({ message, help }) => `${message}: ${help}`,
  );

test("a policy only allows the listed approvals, by another person with write permission", () => {
  const files = [policyFile("workspace", { approvals: { rules: ["freeze"] } })];
  expect(readPolicy(files, rules).policy?.approvals).toEqual({
    rules: ["freeze"],
    permission: "write",
    comment: true,
    byAnother: true,
    line: {
      at: { path: "policies/workspace.yaml", line: 2, column: 3, length: 15 },
      text: "rules: [freeze]",
    },
  });
  expect(readPolicy([policyFile("workspace", {})], rules).policy?.approvals).toBeUndefined();
});

test.each([
  [{ rules: ["declared-bumb"] }, "unknown rule `declared-bumb`: did you mean declared-bump?"],
  [
    { rules: ["track-membership"] },
    "`track-membership` cannot be approved: it is about the policy, not about a release: remove it from the list",
  ],
  [
    { rules: ["plan-refused"] },
    "`plan-refused` cannot be approved: it is about the workspace, not about a release: remove it from the list",
  ],
  [
    { permission: "admin" },
    "`approvals.rules` is missing: write all, or a list of rules such as [declared-bump]",
  ],
  [
    { rules: "everything" },
    '`approvals.rules` is "everything": write all, or a list of rules such as [declared-bump]',
  ],
  [{ rules: [] }, "`approvals.rules` is an empty list: write a list of names of rules"],
  [
    { rules: "all", permission: "maintian" },
    '`approvals.permission` is "maintian": did you mean maintain?',
  ],
  [{ rules: "all", lable: "ok" }, "unknown key `lable`: did you mean label?"],
  [{ rules: "all", byAnother: "no" }, '`approvals.byAnother` is "no": write true or false'],
  [{ rules: "all", comment: false }, "no way to approve: set comment: true or a label: undefined"],
])("reports what is wrong with %j", (written, message) => {
  expect(mistakes(written)).toEqual([message]);
});
