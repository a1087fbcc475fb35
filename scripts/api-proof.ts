import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Comparison } from "./api-proof/compared.ts";
import { installed, makeWorkspace } from "./api-proof/packages.ts";
import { brokenBy, brokenByReleases, pairsOf, subjectsOf } from "./api-proof/pairs.ts";
import { downloaded, RELEASES } from "./api-proof/releases.ts";
import { SUBJECTS } from "./api-proof/subjects.ts";
import { report, type Row } from "./api-proof/table.ts";

/**
 * Edits real declarations and compares what the API comparison says with consumers that `tsc` compiles before and after; with
 * --releases, the same for successive releases, which it downloads.
 * usage: pnpm api-proof [--each 7] [--seed 20261130] [--only <package>] [--misses misses.json] [--releases]
 */
const { values } = parseArgs({
  options: {
    each: { type: "string", default: "7" },
    seed: { type: "string", default: "20261130" },
    only: { type: "string", multiple: true },
    misses: { type: "string" },
    releases: { type: "boolean", default: false },
  },
});

const folder = mkdtempSync(join(tmpdir(), "api-proof-"));
const comparison = new Comparison();
const isMeant = (name: string) => values.only?.includes(name) ?? true;
try {
  makeWorkspace(folder);
  const { rows, misses } = await (values.releases ? releases() : edits());
  console.log(report(rows));
  if (values.misses) writeFileSync(values.misses, JSON.stringify(misses, undefined, 2));
} finally {
  comparison.close();
  rmSync(folder, { recursive: true });
}

interface Outcome {
  readonly rows: readonly Row[];
  /** What the oracle and the comparison disagree on. */
  readonly misses: readonly unknown[];
}

async function edits(): Promise<Outcome> {
  const subjects = await subjectsOf(folder, SUBJECTS.filter(isMeant).map(installed));
  const pairs = pairsOf(subjects, Number(values.each), Number(values.seed));
  const broken = await brokenBy(folder, pairs);
  const misses: unknown[] = [];
  const start = performance.now();
  const rows = pairs.map(({ subject, place }, i): Row => {
    const { entry, files } = subject.declared;
    const after = { ...files, [place.path]: place.edited() };
    const { found, differences } = comparison.compare({ entry, files }, { entry, files: after });
    const breaks = broken[i]!.size > 0;
    if (breaks !== (found === "breaking"))
      misses.push({
        kind: place.kind,
        package: subject.package.name,
        path: place.path,
        owner: place.owner,
        edit: edit(files[place.path]!, place.edited()),
        found,
        broken: [...broken[i]!].slice(0, 3).map(([{ line }, why]) => [line, why]),
        differences: differences
          .map(({ kind, path, because }) => `${kind} ${path}: ${because}`)
          .slice(0, 5),
      });
    return { kind: place.kind, breaks, found };
  });
  const consumers = subjects.reduce((sum, one) => sum + one.consumers.length, 0);
  console.log(`seed ${values.seed}: ${subjects.length} packages, ${consumers} consumers`);
  console.log(`${Math.round((performance.now() - start) / pairs.length)} ms a comparison`);
  return { rows, misses };
}

async function releases(): Promise<Outcome> {
  const meant = RELEASES.filter(([name]) => isMeant(name));
  const olds = [];
  const nexts = [];
  for (const [name, from, to] of meant) {
    olds.push(await downloaded(folder, name, from));
    nexts.push(await downloaded(folder, name, to));
  }
  const subjects = await subjectsOf(folder, olds);
  const news = await brokenByReleases(folder, subjects, nexts);
  const misses: unknown[] = [];
  const rows = meant.map(([name, from, to], i): Row => {
    const { broken, after } = news[i]!;
    const { found, differences } = comparison.compare(subjects[i]!.declared, after);
    const kind = `${name} ${from} → ${to}`;
    const breaks = broken.size > 0;
    if (breaks !== (found === "breaking"))
      misses.push({
        kind,
        found,
        broken: [...broken].slice(0, 6).map(([{ line }, why]) => [line, why]),
        differences: differences.filter(({ kind: one }) => one !== "added" && one !== "compatible"),
      });
    return { kind, breaks, found };
  });
  return { rows, misses };
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
