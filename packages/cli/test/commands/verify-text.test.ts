import { expect, test } from "vitest";
import { verifiedMarkdown, verifiedText } from "../../src/commands/verify/text.ts";
import type { Verified } from "../../src/commands/verify/verify.ts";

const release = (state: Verified["packages"][number]["state"]) => ({
  name: "core",
  version: "1.0.0",
  state,
  distTags: [],
});
const finding = (level: "error" | "warn", name = "core") => ({
  rule: "not-published" as const,
  level,
  package: name,
  version: "1.0.0",
  message: ["it is missing"],
  help: ["publish it"],
  at: { path: "package.json", line: 1, column: 1 },
  chain: [],
});
const waived = {
  finding: finding("error"),
  waiver: { reason: "r", owner: "o", until: "2027-01-01", line: { at: finding("error").at } },
};
const verified = (over: object): Verified => ({
  outcome: "pass",
  packages: [],
  findings: [],
  waived: [],
  notes: [],
  ...over,
});

test.each([
  ["✓ 0 releases on the registry", {}],
  [
    "✓ 2 releases on the registry, 1 waived",
    {
      packages: [release("published"), release("published"), release("unreleased")],
      waived: [waived],
    },
  ],
  [
    "✗ 1 of 2 releases on the registry, 2 errors, 1 warning",
    {
      outcome: "fail",
      packages: [release("published"), release("missing")],
      findings: [finding("error"), finding("warn"), finding("error")],
    },
  ],
  [
    "? 1 of 2 releases on the registry, not all could be read",
    { outcome: "unknown", packages: [release("published"), release("unknown")] },
  ],
])("verify ends with %j", (headline, over) => {
  const text = verifiedText(verified(over), { color: false, width: 100 });
  expect(text.trimEnd().split("\n").at(-1)).toBe(headline);
  expect(verifiedMarkdown(verified(over))).toContain(`**${headline}**`);
});

test.each([
  [3, 3, undefined],
  [100, 100, undefined],
  [103, 100, "… and 3 more findings"],
])("of %i findings, an issue shows %i", (all, shown, more) => {
  const findings = Array.from({ length: all }, (_, i) => finding("error", `p${i}`));
  const text = verifiedMarkdown(verified({ outcome: "fail", findings }));
  expect(text.match(/^\| p\d+ /gm)).toHaveLength(shown);
  expect(text.match(/^… and .*/m)?.[0]).toBe(more);
});
