import { expect, test } from "vitest";
import type { Packed } from "../../src/commands/pack/pack.ts";
import { packedText } from "../../src/commands/pack/text.ts";

const PACKAGE = { name: "core", dir: "packages/core", version: "1.0.0", files: 2 };
const finding = (level: "error" | "warn") => ({
  rule: "packed-file",
  level,
  package: "core",
  version: "1.0.0",
  message: ["a file is missing"],
  help: ["add it"],
  at: { path: "package.json", line: 1, column: 1 },
  chain: [],
});
const textOf = (over: object, build?: string): string => {
  const none = { findings: [], waived: [], unbuilt: [], notes: [] };
  const packed = { outcome: "pass", tool: "npm", packages: [PACKAGE], ...none, ...over };
  return packedText(packed as Packed, build, { color: false, width: 100 });
};
const lastLine = (text: string): string | undefined => text.trimEnd().split("\n").at(-1);

test("pack ends with a count of what was packed and found", () => {
  expect(textOf({})).toBe("✓ 1 package packed with npm, no findings\n");
  const findings = [finding("warn"), finding("error"), finding("warn")];
  const failed = { outcome: "fail", packages: [PACKAGE, PACKAGE], findings };
  expect(lastLine(textOf(failed))).toBe("✗ 2 packages packed with npm, 1 error");
  const warned = { outcome: "warn", findings: [finding("warn")] };
  expect(lastLine(textOf(warned))).toBe("⚠ 1 package packed with npm, 1 warning");
  const waived = {
    finding: finding("error"),
    waiver: { reason: "r", owner: "o", line: { at: finding("error").at } },
  };
  expect(lastLine(textOf({ waived: [waived] }))).toBe(
    "✓ 1 package packed with npm, no findings, 1 waived",
  );
});

const unbuilt = (count: number, files: readonly string[]) => ({
  outcome: "unknown",
  unbuilt: Array.from({ length: count }, (_, i) => ({ name: `p${i}`, files })),
});

test("pack names at most twelve packages that are not built, and two files of each", () => {
  const two = textOf(unbuilt(12, ["a.js", "b.js"]), "pnpm run build");
  expect(two).toContain("not built: 12 packages cannot be judged completely\n  p0   a.js, b.js\n");
  expect(two).toContain("run `pnpm run build` first");
  expect(two).not.toContain("…");
  const more = textOf(unbuilt(14, ["a.js", "b.js", "c.js"]));
  expect(more).toContain("  p11  a.js, b.js, …\n  … and 2 more\n");
  expect(more).toContain("build the packages first");
});
