import { expect, test } from "vitest";
import { withEager } from "../eager-functions.ts";

/** Long enough for parentheses to pay. */
const LONG = `/* ${"-".repeat(100)} */`;

/** With parentheses around each of the functions, which are given as they are written. */
function eager(code: string, functions: readonly string[]): string {
  const ranges = functions.map((text) => {
    const start = code.indexOf(text);
    return `${start}-${start + text.length}`;
  });
  return withEager(code, new Set(ranges));
}

const PARTS = {
  declaration: `function late(a){${LONG}return a+1}`,
  asyncDeclaration: `async function soon(a){${LONG}return a}`,
  parameter: `a=>b=>{${LONG}return late(a)+b}`,
  inner: `b=>{${LONG}return late(a)+b}`,
  parameters: `({a},c=()=>2,...d)=>({sum:a+c()+d.length${LONG}})`,
  none: `()=>{${LONG}return [1].map(e=>e+1)}`,
  ownThis: `()=>{${LONG}return this}`,
  async: `async e=>${LONG}late(await soon(e))`,
};
const CODE = `const early=late(1);${PARTS.declaration}${PARTS.asyncDeclaration}const one=${PARTS.parameter};const two=${PARTS.parameters};const three=${PARTS.none};const four=${PARTS.ownThis};const five=${PARTS.async};return{early,sum:one(1)(2),two:two({a:1},void 0,1),three:three(),four:four.call(1)===this,five:five(1),names:[late,one,five].map(({name})=>name)}`;

const resultOf = (code: string): Record<string, unknown> =>
  // oxlint-disable-next-line typescript/no-implied-eval -- only what this file contains
  (new Function(code) as () => Record<string, unknown>)();

test("code with eager functions has the same results", async () => {
  const before = resultOf(CODE);
  const after = resultOf(eager(CODE, Object.values(PARTS)));
  expect(after).toEqual({ ...before, five: expect.any(Promise) as unknown });
  expect(await after["five"]).toBe(await before["five"]);
});

test("called functions are in parentheses, declarations at the top", () => {
  expect(eager(`const a=1;${PARTS.declaration}`, [PARTS.declaration])).toBe(
    `var late=(function(a){${LONG}return a+1});const a=1;`,
  );
  expect(eager(`x=${PARTS.parameter}`, [PARTS.parameter, PARTS.inner])).toBe(
    `x=(function(a){return (function(b){${LONG}return late(a)+b})})`,
  );
  expect(eager(`x=${PARTS.none}`, [PARTS.none])).toBe(
    `x=(function(){${LONG}return [1].map(e=>e+1)})`,
  );
});

test("other functions stay as they are: short ones, those that are not called, and arrow functions with `this`", () => {
  for (const [code, called] of [
    ["function a(){}", ["function a(){}"]],
    [`x=${PARTS.none}`, []],
    [`x=${PARTS.ownThis}`, [PARTS.ownThis]],
  ] as const)
    expect(eager(code, called)).toBe(code);
});
