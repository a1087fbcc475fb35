import { fromMarkdown } from "mdast-util-from-markdown";
import { expect, test } from "vitest";
import { type RefusedApproval, type Report, formatMarkdown } from "../../../src/index.ts";
import { findingOf, releaseOf, reportOf } from "../../kit/report.ts";

const at = { path: "policies/workspace.yaml", line: 1, column: 1 };
const core = { package: "@acme/core", version: "2.0.0" };
const approval = {
  ...core,
  rules: ["declared-bump" as const],
  digest: "abcdefghijklmnopqrstuvwxyz012345",
};
const approvals: NonNullable<Report["approvals"]> = {
  rules: ["declared-bump"],
  permission: "maintain",
  comment: true,
  byAnother: true,
  line: { at, text: "approvals:" },
  asked: [approval],
  refused: [],
};
const finding = findingOf({ ...core, rule: "declared-bump" });
const ann = { ...core, by: "ann", at: "2026-11-22T10:00:00Z", via: "comment" } as const;

const textOf = (given: Partial<typeof approvals>, more: Partial<Report> = {}) =>
  formatMarkdown(
    reportOf({
      releases: [releaseOf({ to: "2.0.0", bump: "major" })],
      findings: [finding],
      approvals: { ...approvals, ...given },
      ...more,
    }),
  );

test("shows the approving line to copy", () => {
  expect(textOf({})).toContain(`<details><summary>How to approve 1 release</summary>

Someone other than the author with maintain permission writes in a comment:

\`\`\`text
/release-policy approve \`@acme/core@2.0.0\` abcdefghijklmnopqrst
\`\`\`

An approval is for the current version and changesets; it expires when they change.

</details>`);
});

test("says which label approves, in addition to the comment or alone", () => {
  const label = "release: approved";
  expect(textOf({ label, byAnother: false })).toContain(
    "A person with maintain permission writes in a comment, or sets the label `release: approved`, for all of them:",
  );
  const alone = textOf({ label, comment: false });
  expect(alone).toContain(
    "maintain permission sets the label `release: approved`, for all of them.",
  );
  expect(alone).not.toContain("/release-policy approve");
});

test("says who approved what, but no longer how to", () => {
  const text = textOf({}, { findings: [], waived: [{ finding, approval: ann }] });
  expect(text).toContain("by `ann`, by a comment, `2026-11-22T10:00:00Z`");
  expect(text).not.toContain("How to approve");
});

test("says why an approval allows nothing", () => {
  const why = ["the plan releases ", { code: "2.0.0" }];
  const refused: RefusedApproval[] = [{ ...ann, version: "3.0.0", why }];
  expect(textOf({ refused })).toContain(
    "🚫 The approval of `@acme/core@3.0.0` by `ann` (comment, `2026-11-22T10:00:00Z`) has no effect: the plan releases `2.0.0`",
  );
});

test("a policy without approvals adds nothing", () => {
  expect(textOf({ asked: [] })).not.toContain("pprove");
});

test("names with markup are text, and cannot form a command", () => {
  const evil = "`\n\n# @everyone <img src=x> [a](https://evil.example) ![b](c)";
  const refused = [{ ...ann, by: evil, package: evil, why: [{ code: evil }] }];
  const text = textOf({ asked: [{ ...approval, package: evil }], label: evil, refused });
  expect(text).not.toContain("/release-policy approve");
  const kinds = new Set<string>();
  const walk = (node: { readonly type: string; readonly children?: readonly object[] }) => {
    kinds.add(node.type);
    for (const child of node.children ?? []) walk(child as Parameters<typeof walk>[0]);
  };
  walk(fromMarkdown(text));
  expect(kinds).not.toContain("image");
  expect(kinds).not.toContain("link");
  expect(text.match(/^# /gm)).toBeNull();
  expect(text).not.toContain("<img src=x>\n");
});

test("a workspace with hundreds of blocked releases shows thirty lines, and counts the others", () => {
  const many = Array.from({ length: 400 }, (_, i) => ({ ...approval, package: `@acme/p${i}` }));
  const text = textOf({ asked: many });
  expect(text.match(/^ ?\/release-policy approve /gm)).toHaveLength(30);
  expect(text).toContain("… and so on, for 370 more releases.");
});
