import { expect, test } from "vitest";
import type { Added } from "../../src/commands/add/add.ts";
import { addedText } from "../../src/commands/add/text.ts";

const NONE: Added = { text: "", findings: [], moves: [], files: [] };
const REFUSED = {
  rule: "declared-bump",
  level: "error",
  message: ["a major is not allowed"],
  help: ["write minor"],
  at: { path: ".changeset/one.md", line: 2, column: 1 },
  chain: [],
} as const;

test.each([
  ["nothing was written\n", {}],
  ["written: .changeset/one.md\n", { files: [".changeset/one.md"] }],
  [
    "with this changeset, the next release makes:\n  core 1.0.0 → 1.1.0\n\nwritten: .changeset/one.md\n",
    { moves: [{ name: "core", from: "1.0.0", to: "1.1.0" }], files: [".changeset/one.md"] },
  ],
  ["error: the command ended with 1\n", { failure: ["the command ended with 1"] }],
  [
    "error[declared-bump]: a major is not allowed\n  --> .changeset/one.md:2:1\n   = fix:    write minor\n\nnothing was written: the policy does not allow it\n",
    { findings: [REFUSED] },
  ],
])("add prints %j", (text, over) => {
  expect(addedText({ ...NONE, ...over }, { color: false, width: 100 })).toBe(text);
});
