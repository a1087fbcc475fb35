import { afterAll, expect, test } from "vitest";
import { Compiler } from "../src/compiler.ts";
import { compareIn } from "../src/compare.ts";
import { KINDS } from "./kinds.ts";

// One process for all: starting it takes longer than most comparisons.
const compiler = new Compiler();
let count = 0;
afterAll(() => compiler.close());

const surface = (text: string) => ({ entry: "index.d.ts", files: { "index.d.ts": text } });

/** A consumer of a package with these declarations. */
function consumerOf(declarations: string, consumer: string): string {
  const app = `/app-${++count}`;
  compiler.write(`${app}/p/index.d.ts`, declarations);
  compiler.write(
    `${app}/consumer.ts`,
    `import * as p from "./p/index.js";\n${consumer}\nexport {};`,
  );
  return `${app}/consumer.ts`;
}

const CASES = KINDS.map((kind) => ({
  ...kind,
  old: consumerOf(kind.before, kind.consumer),
  updated: consumerOf(kind.after, kind.consumer),
}));
// One program for all: most of a program is TypeScript's own library.
const program = compiler.program(
  "/consumers",
  CASES.flatMap(({ old, updated }) => [old, updated]),
);
/** What TypeScript says of a consumer. */
const complaintsOf = (path: string): readonly string[] =>
  program.complaints(path).map(({ text }) => text);

test.each(CASES)("$title", ({ title, before, after, old, updated }) => {
  expect(complaintsOf(old)).toEqual([]);
  const complaints = complaintsOf(updated);
  const differences = compareIn(`/case-${++count}`, compiler, surface(before), surface(after));
  const lines = differences.map(({ kind, path, because }) => `${kind} ${path}: ${because}`);
  const breaks = /^(?:breaking|removed)/m.test(lines.join("\n"));
  const mayBreak = breaks || lines.some((line) => line.startsWith("possibly"));
  said.push(`${title}\n${lines.map((line) => `  ${line}\n`).join("")}`);
  tally.push({ breaks, mayBreak, real: complaints.length > 0 });
  // A break that TypeScript sees is never passed over; what is called a break is one.
  expect({ said: lines, ok: complaints.length > 0 ? mayBreak : !breaks }).toEqual({
    said: lines,
    ok: true,
  });
});

const tally: { readonly breaks: boolean; readonly mayBreak: boolean; readonly real: boolean }[] =
  [];
const said: string[] = [];

test("shows a declaration of up to 160 characters", () => {
  const shown = ([160, 161] as const).map((length) => {
    const [start, end] = ['export type A = "', '";'];
    const text = `${start}${"x".repeat(length - start.length - end.length)}${end}`;
    const gone = compareIn(`/case-${++count}`, compiler, surface(text), surface("export {};"));
    return gone[0]?.before === text;
  });
  expect(shown).toEqual([true, false]);
});

test("says the same of each kind as before", async () => {
  await expect(said.join("")).toMatchFileSnapshot("kinds.txt");
});

test("the figures of the README are correct", () => {
  const real = tally.filter((one) => one.real);
  const certain = real.filter(({ breaks }) => breaks);
  expect([tally.length, real.length, certain.length]).toEqual([167, 103, 87]);
});
