import { EMPTY_POLICY } from "@release-policy/core";
import { expect, test } from "vitest";
import { reportAt } from "../../src/api/report-files.ts";

test("a file that the policy names is a report of another tool, and its name has the entry point", () => {
  const policy = { ...EMPTY_POLICY, api: { reports: ["etc/*.api.md"], unstable: [] } };
  const read = ["api/index.d.ts", "etc/core.api.md", "etc/core.node.api.md", "etc/core.md"];
  expect(read.map((path) => reportAt(path, policy))).toEqual([
    { entry: ".", isForeign: false },
    { entry: ".", isForeign: true },
    { entry: "./node", isForeign: true },
    undefined,
  ]);
});
