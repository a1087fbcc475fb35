import type { Report, ReportedApprovals } from "release-policy";
import { expect, test } from "vitest";
import type { ApprovalAttempt } from "../../src/approvals/attempts.ts";
import { decideApprovals } from "../../src/approvals/decide-approvals.ts";
import type { Access } from "../../src/forge/forge.ts";
import type { PullRequest } from "../../src/pull-request.ts";

const at = { path: "policies/workspace.yaml", line: 1, column: 1 };
const SHOWN = "2026-11-22T10:00:00Z";
const LATER = "2026-11-22T10:00:01Z";
const core = { package: "@acme/core", version: "2.0.0" };
const ui = { package: "@acme/ui", version: "1.1.0" };

const policy: ReportedApprovals = {
  rules: ["declared-bump"],
  permission: "maintain",
  label: "approved",
  comment: true,
  byAnother: true,
  line: { at, text: "approvals:" },
  asked: [
    { ...core, rules: ["declared-bump"], digest: "digest-of-core" },
    { ...ui, rules: ["declared-bump"], digest: "digest-of-ui" },
  ],
  refused: [],
};

type Given = Report & { readonly approvals: ReportedApprovals };
const planned = (name: string, to: string) =>
  ({
    name,
    dir: name,
    private: false,
    from: "1.0.0",
    to,
    bump: "major",
    causes: [],
    written: false,
  }) as const;
const frozen = {
  rule: "freeze",
  level: "error",
  package: "lone",
  version: "1.0.1",
  message: ["frozen"],
  help: ["wait"],
  at,
  chain: [],
} as const;
const report: Given = {
  outcome: "fail",
  planner: { id: "pnpm", package: "pnpm", version: "1.0.0", from: "bundled" },
  releases: [
    planned("@acme/core", "2.0.0"),
    planned("@acme/ui", "1.1.0"),
    planned("lone", "1.0.1"),
    planned("fine", "1.0.1"),
  ],
  findings: [frozen],
  pending: [],
  waived: [],
  notes: [],
  approvals: policy,
};

const PEOPLE: Readonly<Record<string, Access>> = {
  ann: "maintain",
  owner: "admin",
  writer: "write",
  author: "admin",
  left: "none",
};
const pullRequest: Pick<PullRequest, "author"> = { author: "Author" };
const shown = new Map([
  ["digest-of-core", Date.parse(SHOWN)],
  ["digest-of-ui", Date.parse(SHOWN)],
]);
const ann: ApprovalAttempt = { by: "ann", at: LATER, via: "comment", edited: false, names: core };

async function decided(
  wishes: readonly ApprovalAttempt[],
  { says = {}, seen = shown }: { says?: Partial<ReportedApprovals>; seen?: typeof shown } = {},
) {
  const requests: string[] = [];
  const access = (login: string) => {
    requests.push(login);
    return Promise.resolve(PEOPLE[login] ?? "read");
  };
  const given = { ...report, approvals: { ...policy, ...says } };
  const asking = { ...pullRequest, shown: seen };
  const { approvals, refused } = await decideApprovals(wishes, given, asking, access);
  const reason = (why: (typeof refused)[number]["why"]) =>
    why.map((part) => (typeof part === "string" ? part : `\`${part.code}\``)).join("");
  return {
    asked: requests,
    approvals,
    refused: refused.map(
      ({ by, package: of, version, why }) => `${by} ${of}@${version}: ${reason(why)}`,
    ),
    why: refused.map(({ why }) => reason(why)),
  };
}

test("a person with the permission approves what the comment shows", async () => {
  const { approvals, refused } = await decided([ann]);
  expect(approvals).toEqual([{ ...core, by: "ann", at: LATER, via: "comment" }]);
  expect(refused).toEqual([]);
});

test("a higher permission than the policy requires is enough", async () => {
  expect((await decided([{ ...ann, by: "owner" }])).approvals).toHaveLength(1);
});

const TABLE: readonly [string, Partial<ApprovalAttempt>, Partial<ReportedApprovals>, string][] = [
  [
    "somebody with less permission",
    { by: "writer" },
    {},
    "the policy requires maintain permission, but this account has write",
  ],
  [
    "a stranger",
    { by: "mallory" },
    {},
    "the policy requires maintain permission, but this account has read",
  ],
  [
    "somebody who lost the permission since",
    { by: "left" },
    {},
    "the policy requires maintain permission, but this account has none",
  ],
  ["the author", { by: "author" }, {}, "the author cannot approve their own pull request"],
  ["a bot", { by: "renovate[bot]" }, {}, "bots cannot approve"],
  ["an edited comment", { edited: true }, {}, "the comment was edited: write a new comment"],
  [
    "a comment of the second in which the release was shown",
    { at: SHOWN },
    {},
    "the release has changed since: review it, then write it again",
  ],
  [
    "a comment where only a label approves",
    {},
    { comment: false },
    "the policy does not allow approvals by comment; use the label `approved`",
  ],
  [
    "a package that is not released",
    { names: { ...core, package: "@acme/other" } },
    {},
    "the plan does not release this package",
  ],
  [
    "a version that is not planned",
    { names: { ...core, version: "2.0.1" } },
    {},
    "the plan releases `2.0.0`",
  ],
  [
    "a release that nothing stands against",
    { names: { package: "fine", version: "1.0.1" } },
    {},
    "no approval is needed",
  ],
  [
    "a release against which stands what may not be approved",
    { names: { package: "lone", version: "1.0.1" } },
    {},
    "the policy does not allow approving `freeze`",
  ],
  [
    "a command without a release",
    { names: undefined },
    {},
    "it does not name a release: write `/release-policy approve <package>@<version>`",
  ],
];

test.each(TABLE)("%s cannot approve, and the comment says why", async (_, wish, says, why) => {
  const { approvals, ...rest } = await decided([{ ...ann, ...wish }], { says });
  expect(approvals).toEqual([]);
  expect(rest.why).toEqual([why]);
});

test("the author's own approval counts if the policy allows it", async () => {
  const own = { ...ann, by: "author" };
  expect((await decided([own], { says: { byAnother: false } })).approvals).toHaveLength(1);
});

test("an approval expires when the changeset changes, until approved again", async () => {
  const seen = new Map([["digest-of-core", Date.parse(LATER)]]);
  expect((await decided([ann], { seen })).approvals).toEqual([]);
  const again = { ...ann, at: "2026-11-22T10:00:02Z" };
  expect((await decided([ann, again], { seen })).approvals).toHaveLength(1);
});

test("a release that the comment has never shown cannot be approved", async () => {
  expect((await decided([ann], { seen: new Map() })).approvals).toEqual([]);
});

test("a line copied from an outdated page does not approve anything newer", async () => {
  expect((await decided([{ ...ann, seen: "digest-of-co" }])).approvals).toHaveLength(1);
  const { why } = await decided([{ ...ann, seen: "digest-of-ui" }]);
  expect(why).toEqual([expect.stringContaining("review it, then write it again")]);
});

const label: ApprovalAttempt = { by: "ann", at: LATER, via: "label", edited: false };

test("a label approves every requested release, as the comment showed it at that time", async () => {
  const { approvals } = await decided([label]);
  expect(approvals.map((one) => one.package)).toEqual(["@acme/core", "@acme/ui"]);
  const seen = new Map(shown).set("digest-of-ui", Date.parse(LATER));
  const after = await decided([label], { seen });
  expect(after.approvals.map((one) => one.package)).toEqual(["@acme/core"]);
  expect(after.refused).toEqual([
    "ann @acme/ui@1.1.0: the release has changed since: review it, then remove the label and add it again",
  ]);
});

test("a label set by the author, a bot or without permission approves nothing", async () => {
  for (const by of ["author", "triage[bot]", "writer"])
    expect((await decided([{ ...label, by }])).approvals).toEqual([]);
});

test("reports no rejected approval of a release that was approved", async () => {
  const { approvals, refused } = await decided([{ ...ann, by: "writer" }, ann]);
  expect(approvals).toHaveLength(1);
  expect(refused).toEqual([]);
});

test("reports only the newest attempt of each person, and at most ten", async () => {
  const many = Array.from({ length: 40 }, (_, i) => ({
    ...ann,
    by: i < 20 ? "writer" : `user-${i}`,
  }));
  const { refused } = await decided(many);
  expect(refused).toHaveLength(10);
  expect(new Set(refused)).toHaveLength(10);
});

test("requests no permission for what can be rejected without it", async () => {
  const wishes = TABLE.slice(3).map(([, wish]) => ({ ...ann, ...wish }));
  expect((await decided(wishes, { says: { comment: false } })).asked).toEqual([]);
  expect((await decided([ann, { ...ann, by: "ann", names: ui }])).asked).toEqual(["ann"]);
});

test("many accounts cost at most fifty requests, and do not block a maintainer who retries", async () => {
  const crowd = Array.from({ length: 200 }, (_, i) => ({ ...ann, by: `user-${i}` }));
  const newest = { ...ann, at: "2026-11-22T11:00:00Z" };
  const { asked: requests, approvals } = await decided([...crowd, newest]);
  expect(requests).toHaveLength(50);
  expect(approvals.map(({ by }) => by)).toEqual(["ann"]);
});

test("the order of a forge's events does not matter", async () => {
  const wishes = [ann, label, { ...ann, by: "owner", names: ui }, { ...ann, by: "writer" }];
  const { approvals, refused } = await decided(wishes);
  const other = await decided(wishes.toReversed());
  expect(new Set(other.approvals)).toEqual(new Set(approvals));
  expect(new Set(other.refused)).toEqual(new Set(refused));
});
