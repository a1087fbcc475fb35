import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const HERE = join(import.meta.dirname, "..");
const rows = readFileSync(join(HERE, "HAZARDS.md"), "utf8")
  .split("\n")
  .filter((line) => /^\| \d/.test(line));

test("lists every hazard", () => {
  const numbers = new Set(rows.map((row) => Number(/\d+/.exec(row)![0])));
  expect([...numbers].toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 41 }, (_, i) => i + 1),
  );
});

test("names an existing test for every hazard", () => {
  const missing = rows.filter((row) => {
    const [, file = "", name = ""] = /`([^`]+\.test\.ts)`: (.+?) \|$/.exec(row) ?? [];
    return file === "" || !readFileSync(join(HERE, file), "utf8").includes(`"${name}"`);
  });
  expect(missing).toEqual([]);
});
