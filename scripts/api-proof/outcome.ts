import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Comparison, surfaceOf } from "./compared.ts";
import { type Package, installed, makeWorkspace } from "./packages.ts";
import { brokenBy, brokenByReleases, pairsOf, subjectsOf } from "./pairs.ts";
import { downloaded, type RELEASES } from "./releases.ts";
import type { Row } from "./table.ts";

export interface Outcome {
  readonly rows: readonly Row[];
  /** What the oracle and the comparison disagree on. */
  readonly misses: readonly unknown[];
  readonly consumers: number;
  /** What all comparisons took. */
  readonly milliseconds: number;
}

async function inWorkspace(
  run: (folder: string, comparison: Comparison) => Promise<Outcome>,
): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "api-proof-"));
  const comparison = new Comparison();
  try {
    makeWorkspace(folder);
    return await run(folder, comparison);
  } finally {
    comparison.close();
    rmSync(folder, { recursive: true });
  }
}

/** Edits packages that are installed: each kind of edit `each` times. */
export async function editedPairs(
  names: readonly string[],
  each: number,
  seed: number,
): Promise<Outcome> {
  return inWorkspace(async (folder, comparison) => {
    const subjects = await subjectsOf(folder, names.map(installed));
    const pairs = pairsOf(subjects, each, seed);
    const broken = await brokenBy(folder, pairs);
    const misses: unknown[] = [];
    const start = performance.now();
    const rows = pairs.map(({ subject, place }, i): Row => {
      const { package: pkg, declared } = subject;
      const edited = { [place.path]: place.edited() };
      const { found, differences } = comparison.compare(
        surfaceOf(pkg, declared),
        surfaceOf(pkg, declared, edited),
      );
      const breaks = broken[i]!.size > 0;
      if (breaks !== (found === "breaking"))
        misses.push({
          kind: place.kind,
          package: pkg.name,
          path: place.path,
          owner: place.owner,
          edit: edit(declared.files[place.path]!, place.edited()),
          found,
          broken: [...broken[i]!].slice(0, 3).map(([{ line }, why]) => [line, why]),
          differences: differences
            .map(({ kind, path, because }) => `${kind} ${path}: ${because}`)
            .slice(0, 5),
        });
      return { kind: place.kind, breaks, found };
    });
    const consumers = subjects.reduce((sum, one) => sum + one.consumers.length, 0);
    return { rows, misses, consumers, milliseconds: performance.now() - start };
  });
}

/** Compiled all at once: more of them take TypeScript too long. */
const MOST_CONSUMERS_OF_A_RELEASE = 1500;

/** Compares successive releases, which it downloads. Throws if it fails. */
export async function releasedPairs(releases: typeof RELEASES): Promise<Outcome> {
  return inWorkspace(async (folder, comparison) => {
    const olds: Package[] = [];
    const nexts: Package[] = [];
    for (const [name, from, to] of releases) {
      olds.push(await downloaded(folder, name, from));
      nexts.push(await downloaded(folder, name, to));
    }
    const subjects = await subjectsOf(folder, olds, MOST_CONSUMERS_OF_A_RELEASE);
    const news = await brokenByReleases(folder, subjects, nexts);
    const misses: unknown[] = [];
    const start = performance.now();
    const rows = releases.map(([name, from, to, changelog], i): Row => {
      const { broken, after } = news[i]!;
      const { found, differences } = comparison.compare(
        surfaceOf(subjects[i]!.package, subjects[i]!.declared),
        surfaceOf(nexts[i]!, after),
      );
      const kind = `${name} ${from} → ${to}`;
      const breaks = broken.size > 0;
      if (breaks !== (found === "breaking"))
        misses.push({
          kind,
          found,
          changelog,
          broken: [...broken].slice(0, 6).map(([{ line }, why]) => [line, why]),
          differences: differences.filter(
            ({ kind: one }) => one !== "added" && one !== "compatible",
          ),
        });
      return { kind, breaks, found, ...(changelog ? { changelog } : {}) };
    });
    const consumers = subjects.reduce((sum, one) => sum + one.consumers.length, 0);
    return { rows, misses, consumers, milliseconds: performance.now() - start };
  });
}

/** The part of a file that an edit changed, before and after. */
function edit(before: string, after: string): readonly [string, string] {
  let from = 0;
  while (from < before.length && before[from] === after[from]) from++;
  let end = 0;
  const most = Math.min(before.length, after.length) - from;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end++;
  const around = (text: string) =>
    text.slice(Math.max(0, from - 120), Math.min(text.length - end + 60, from + 300));
  return [around(before), around(after)];
}
