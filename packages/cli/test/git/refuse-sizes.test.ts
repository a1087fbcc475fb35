import { expect, test } from "vitest";
import type { CannotJudge } from "../../src/errors.ts";
import { refuseSizes } from "../../src/git/commit-as-folder.ts";

const MIB = 1024 * 1024;

/** What is said of so many files of a commit with this path and size. */
function said(path: string, size: number, count = 1): readonly string[] {
  const files = Array.from({ length: count }, () => ({ path, as: "text" as const, object: "a" }));
  try {
    refuseSizes("HEAD", files, () => size);
    return [];
  } catch (error) {
    return (error as CannotJudge).obstacles.map(({ message }) => message);
  }
}

test.each([
  ["policies/core.yaml", MIB / 4],
  ["package.json", 4 * MIB],
])("%s may have %i bytes, and no more", (path, most) => {
  expect(said(path, most)).toEqual([]);
  const message = `${path} is too large: ${most + 1} bytes (limit: ${most})`;
  expect(said(path, most + 1)).toEqual([message]);
});

test("a commit may have 20,000 files and 64 MiB; a long changeset is a finding", () => {
  expect([said("package.json", 1, 20_000), said("package.json", 4 * MIB, 16)]).toEqual([[], []]);
  const many = "HEAD is too large to check: 20001 manifests and changesets with 20001 bytes";
  expect(said("package.json", 1, 20_001)).toEqual([many]);
  const large = `HEAD is too large to check: 17 manifests and changesets with ${68 * MIB} bytes`;
  expect(said("package.json", 4 * MIB, 17)).toEqual([large]);
  expect(said(".changeset/a.md", 5 * MIB)).toEqual([]);
});
