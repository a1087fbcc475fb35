import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Comparison } from "./api-proof/compared.ts";
import { makeWorkspace } from "./api-proof/packages.ts";
import { brokenBy, pairsOf, subjectsOf } from "./api-proof/pairs.ts";
import { SUBJECTS } from "./api-proof/subjects.ts";
import { report, type Row } from "./api-proof/table.ts";

/**
 * Edits real declarations and holds what the API comparison says against consumers that `tsc` compiles before and after.
 * usage: pnpm api-proof [--each 10] [--seed 20261130] [--only <package>] [--misses misses.json]
 */
const { values } = parseArgs({
  options: {
    each: { type: "string", default: "10" },
    seed: { type: "string", default: "20261130" },
    only: { type: "string", multiple: true },
    misses: { type: "string" },
  },
});

const folder = mkdtempSync(join(tmpdir(), "api-proof-"));
const progress = (text: string) => process.stderr.isTTY && process.stderr.write(`\r${text}\u001B[K`);
const comparison = new Comparison();
try {
  makeWorkspace(folder);
  const subjects = await subjectsOf(folder, values.only ?? SUBJECTS);
  const pairs = pairsOf(subjects, Number(values.each), Number(values.seed));
  const broken = await brokenBy(folder, pairs, (done) => progress(`${done} of ${pairs.length} pairs compiled`));
  const rows: Row[] = [];
  const misses: unknown[] = [];
  let spent = 0;
  for (const [i, { subject, place }] of pairs.entries()) {
    const { entry, files } = subject.declared;
    const start = performance.now();
    const { found, differences } = comparison.compare(
      { entry, files },
      { entry, files: { ...files, [place.path]: place.edited() } },
    );
    spent += performance.now() - start;
    const breaks = broken[i]!.size > 0;
    rows.push({ kind: place.kind, breaks, found });
    if (breaks ? found !== "breaking" : found === "breaking")
      misses.push({
        kind: place.kind,
        package: subject.package.name,
        path: place.path,
        owner: place.owner,
        edit: edit(files[place.path]!, place.edited()),
        found,
        broken: [...broken[i]!].slice(0, 3).map(([{ line }, why]) => [line, why]),
        differences: differences.map(({ kind, path, because }) => `${kind} ${path}: ${because}`).slice(0, 5),
      });
    progress(`${i + 1} of ${pairs.length} pairs compared`);
  }
  progress("");
  const consumers = subjects.reduce((sum, one) => sum + one.consumers.length, 0);
  console.log(`seed ${values.seed}: ${subjects.length} packages, ${consumers} consumers`);
  console.log(report(rows));
  console.log(`${Math.round(spent / pairs.length)} ms a comparison`);
  if (values.misses) writeFileSync(values.misses, JSON.stringify(misses, undefined, 2));
} finally {
  comparison.close();
  rmSync(folder, { recursive: true });
}

/** The part of a file that an edit changed, before and after. */
function edit(before: string, after: string): readonly [string, string] {
  let from = 0;
  while (from < before.length && before[from] === after[from]) from++;
  let end = 0;
  while (end < Math.min(before.length, after.length) - from && before.at(-1 - end) === after.at(-1 - end)) end++;
  const around = (text: string) => text.slice(Math.max(0, from - 120), Math.min(text.length - end + 60, from + 300));
  return [around(before), around(after)];
}
