import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as nodeApi from "../../src/index.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const page = (path: string): string => readFileSync(join(ROOT, path), "utf8");

interface Schema {
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

test("the page of the Node API names every function, and no others", () => {
  const rows = [...page("docs/api.md").matchAll(/^\| `(\w+)\(/gm)].map(([, name]) => name);
  const functions = Object.keys(nodeApi).filter((name) => name !== "CannotJudge");
  expect(new Set(rows)).toEqual(new Set(functions));
});

test("the page about JSON names every field of a report, its counts and what waives a finding", () => {
  const { properties = {} } = (JSON.parse(page("packages/cli/schema/report.json")) as Schema)
    .oneOf![0]!;
  const text = page("docs/json.md");
  const rows = [...text.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  expect(rows).toEqual(expect.arrayContaining(Object.keys(properties)));
  const finding = properties["findings"]!.items!.properties!;
  const waivers = Object.keys(properties["waived"]!.items!.properties!).filter(
    (name) => !Object.hasOwn(finding, name),
  );
  const names = [...Object.keys(properties["counts"]!.properties!), ...waivers];
  expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
