import fc from "fast-check";
import { expect, test } from "vitest";
import { rules } from "../../rules/index.ts";
import { settingSchema } from "../settings.ts";
import { accept, REFUSED } from "./accept.ts";
import * as s from "./definition.ts";
import type { Definition, Schema } from "./definition.ts";
import { baselineSchema, deprecationsSchema, waiversSchema } from "./ledger.ts";
import { testsSchema } from "./tests.ts";
import { trackSchema } from "./track.ts";
import { strict } from "./words.ts";
import { workspaceSchema } from "./workspace.ts";
import { zodSchema } from "./zod-schema.ts";

/** One for each key of a large file: few values are right in all keys. */
const byKey = (name: string, { definition }: Schema<unknown>) =>
  Object.entries(definition.kind === "object" ? definition.shape : {}).map(
    ([key, schema]) => [`${name}.${key}`, strict({ [key]: schema })] as const,
  );

const schemas: readonly (readonly [string, Schema<unknown>])[] = [
  ...byKey("track", trackSchema()),
  ...byKey("workspace", workspaceSchema()),
  ["waivers", waiversSchema()],
  ["deprecations", deprecationsSchema()],
  ["baseline", baselineSchema()],
  ["tests", testsSchema()],
  ...rules
    .filter(({ id, options }) => options ?? id === "declared-bump")
    .map((rule) => [rule.id, settingSchema(rule)] as const),
];

const TEXTS = [
  "",
  "a b",
  "{".repeat(50),
  "_".repeat(600),
  ..."a @acme/* ./packages/* ../out /root c:\\ **/{a,b}/* 1.x 0.y.z >=1.0.0 1.q 1.2.3 22".split(
    " ",
  ),
  ..."2026-12-18 2026-02-30 tomorrow YY.Q.N YYYY.M latest v1 release-{major} {prerelease}".split(
    " ",
  ),
  ..."patch error all none semver same".split(" "),
];
const texts = fc.constantFrom(...TEXTS);
const junk = fc.oneof(
  texts,
  fc.constantFrom<unknown>(null, undefined, true, false, 0, 1, -1, 1.5, 2 ** 60, Number.NaN),
  fc.constantFrom<unknown>([], {}, [[]], { constructor: 1 }),
  fc.constant(JSON.parse('{ "__proto__": { "a": "b" } }') as unknown),
);

/** Values that are nearly, and often entirely, what a definition describes. */
function near(schema: Schema<unknown>): fc.Arbitrary<unknown> {
  const { kind } = schema.definition;
  const right = kind === "string" ? TEXTS.filter((one) => accept(schema, one) !== REFUSED) : [];
  return fc.oneof(
    {
      arbitrary: right.length > 0 ? fc.constantFrom(...right) : exact(schema.definition),
      weight: 50,
    },
    { arbitrary: texts, weight: 1 },
    { arbitrary: junk, weight: 1 },
  );
}

function exact(definition: Definition): fc.Arbitrary<unknown> {
  switch (definition.kind) {
    case "string":
      return texts;
    case "boolean":
      return fc.boolean();
    case "int":
      return fc.integer({ min: -1, max: 400 });
    case "unknown":
      return junk;
    case "literal":
      return fc.constant(definition.value);
    case "enum":
      return fc.constantFrom(...definition.values);
    case "array":
      return fc.array(near(definition.item), { maxLength: 3 });
    case "tuple": {
      const items = definition.items.map(near);
      return fc.oneof(
        { arbitrary: fc.tuple(...items), weight: 9 },
        { arbitrary: fc.tuple(...items, junk), weight: 1 },
      );
    }
    case "object": {
      const { shape } = definition;
      const keys = Object.keys(shape);
      return fc
        .tuple(
          fc.record(Object.fromEntries(keys.map((key) => [key, near(shape[key]!)])), {
            requiredKeys: keys.filter((key) => shape[key]!.definition.kind !== "optional"),
          }),
          fc.oneof({ arbitrary: fc.constant({}), weight: 50 }, { arbitrary: junk, weight: 1 }),
        )
        .map(([known, other]) => ({ ...(other as object | null), ...known }));
    }
    case "record":
      return fc.dictionary(texts, near(definition.value), { maxKeys: 3 });
    case "union":
      return fc.oneof(...definition.options.map(near));
    case "optional":
      return near(definition.inner);
    case "default":
      return fc.oneof(near(definition.inner), fc.constant(undefined));
  }
}

test.each(schemas)(
  "accepts the data of %s that zod accepts and reads the same values",
  (_, schema) => {
    const zod = zodSchema(schema);
    let accepted = 0;
    fc.assert(
      fc.property(near(schema), (value) => {
        const read = accept(schema, value);
        const result = zod.safeParse(value);
        if (read !== REFUSED) accepted++;
        // Left to zod, which drops it.
        else if (fc.stringify(value).includes("__proto__")) return;
        expect(read === REFUSED ? REFUSED : { data: read }).toStrictEqual(
          result.success ? { data: result.data } : REFUSED,
        );
      }),
      { numRuns: 100 },
    );
    expect(accepted).toBeGreaterThan(0);
  },
);

test("accepts texts, lists and numbers up to their limits, and none beyond", () => {
  const passes = (schema: Schema<unknown>, value: unknown) => accept(schema, value) !== REFUSED;
  const error = { error: "" };
  const text = s.string().check(s.minLength(1, error), s.maxLength(3, error));
  expect(["", "a", "abc", "abcd"].map((one) => passes(text, one))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  const number = s.int(error).check(s.minimum(1, error), s.maximum(3, error));
  expect([0, 1, 3, 4].map((one) => passes(number, one))).toEqual([false, true, true, false]);
});
