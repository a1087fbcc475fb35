import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { folderSize, groupUsage } from "../../src/judge/children/group-usage.ts";

const MIB = 1024 * 1024;

test("a folder is as large as its files, at every depth, and too many to count are infinite", () => {
  const folder = mkdtempSync(join(tmpdir(), "rp-size-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "deep"));
  writeFileSync(join(folder, "file"), Buffer.alloc(MIB));
  writeFileSync(join(folder, "deep/file"), Buffer.alloc(MIB));
  expect(folderSize(folder)).toBe(2);
  expect(folderSize(folder, 3)).toBe(2);
  expect(folderSize(folder, 2)).toBe(Number.POSITIVE_INFINITY);
  expect(folderSize(join(folder, "missing"))).toBe(0);
});

test.runIf(process.platform === "linux")(
  "a group of processes uses what its own members use",
  () => {
    const stat = readFileSync("/proc/self/stat", "utf8");
    const group = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2]);
    const { user, system } = process.cpuUsage();
    const used = groupUsage(group)!;
    // The system counts in steps of 10 ms.
    expect(used.cpu).toBeGreaterThan((user + system) / 1000 - 50);
    expect(used.memory).toBeGreaterThan(process.memoryUsage.rss() / MIB / 2);
    expect(groupUsage(-1)).toEqual({ cpu: 0, memory: 0 });
  },
);
