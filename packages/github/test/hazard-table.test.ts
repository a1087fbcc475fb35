import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const HERE = join(import.meta.dirname, "..");
const rows = readFileSync(join(HERE, "HAZARDS.md"), "utf8")
  .split("\n")
  .filter((line) => /^\| \d/.test(line));

test("names for every hazard a test that is there", () => {
  expect(rows.length).toBeGreaterThan(20);
  const missing = rows.filter((row) => {
    const [, file = "", name = ""] = /`([^`]+\.test\.ts)`: (.+?) \|$/.exec(row) ?? [];
    return file === "" || !readFileSync(join(HERE, file), "utf8").includes(`"${name}"`);
  });
  expect(missing).toEqual([]);
});
