import { afterAll, expect, test } from "vitest";
import { Compiler } from "../src/compiler.ts";
import { compareIn } from "../src/compare.ts";
import { KINDS } from "./kinds.ts";

// One process for all: starting it takes longer than most comparisons.
const compiler = new Compiler();
let count = 0;
afterAll(() => compiler.close());

const surface = (text: string) => ({ entry: "index.d.ts", files: { "index.d.ts": text } });

/** What TypeScript says of a consumer of a package with these declarations. */
function complaintsOf(declarations: string, consumer: string): readonly string[] {
  const app = `/app-${++count}`;
  compiler.write(`${app}/p/index.d.ts`, declarations);
  compiler.write(
    `${app}/consumer.ts`,
    `import * as p from "./p/index.js";\n${consumer}\nexport {};`,
  );
  const program = compiler.program(app, [`${app}/consumer.ts`]);
  return program.complaints(`${app}/consumer.ts`).map(({ text }) => text);
}

test.each(KINDS)("$title", ({ before, after, consumer }) => {
  expect(complaintsOf(before, consumer)).toEqual([]);
  const complaints = complaintsOf(after, consumer);
  const differences = compareIn(`/case-${++count}`, compiler, surface(before), surface(after));
  const lines = differences.map(({ kind, path, because }) => `${kind} ${path}: ${because}`);
  const breaks = /^(?:breaking|removed)/m.test(lines.join("\n"));
  const mayBreak = breaks || lines.some((line) => line.startsWith("possibly"));
  tally.push({ breaks, mayBreak, real: complaints.length > 0 });
  // A break that TypeScript sees is never passed over; what is called a break is one.
  expect({ said: lines, ok: complaints.length > 0 ? mayBreak : !breaks }).toEqual({
    said: lines,
    ok: true,
  });
});

const tally: { readonly breaks: boolean; readonly mayBreak: boolean; readonly real: boolean }[] =
  [];

test("the figures of the README are correct", () => {
  const real = tally.filter((one) => one.real);
  const certain = real.filter(({ breaks }) => breaks);
  expect([tally.length, real.length, certain.length]).toEqual([155, 98, 85]);
});
