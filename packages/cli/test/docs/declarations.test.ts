import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readChangesets } from "../../src/changesets/changeset-files.ts";
import { folder } from "../kit/workspace.ts";

const GUIDE = readFileSync(join(import.meta.dirname, "../../../../docs/declarations.md"), "utf8");
const EXAMPLES = [...GUIDE.matchAll(/^(`{3,})md\n([^]*?)^\1\n\n```text\n([^]*?)^```$/gm)].map(
  ([, , text, expected]) => [text!, expected!] as const,
);

test("has an example of each kind", () => {
  const kinds = new Set(EXAMPLES.flatMap(([, read]) => read.match(/^[\w-]+/gm) ?? []));
  expect([...kinds].toSorted()).toEqual([
    "breaking",
    "deprecates",
    "migration",
    "regression",
    "removes",
    "section",
    "security",
    "upgrade-guide",
  ]);
  expect(EXAMPLES.filter(([, read]) => read === "")).toHaveLength(1);
});

test.for(EXAMPLES)("the guide's example is parsed as it says: %s", async ([text, expected]) => {
  const { path } = await folder({ ".changeset/one.md": text });
  const { changesets } = await readChangesets(path, "changesets@3", new Set());
  const [{ declarations, sections }] = changesets as [(typeof changesets)[0]];
  const declared = declarations.map(({ kind, at, value, replacement, until }) =>
    [
      `${kind} ${at.line} ${value}`,
      ...(replacement === undefined ? [] : [`use ${replacement}`]),
      ...(until === undefined ? [] : [`until ${until}`]),
    ].join(" "),
  );
  const other = sections.some(({ kind }) => kind !== "breaking");
  const read = (other ? sections : []).map(
    ({ kind, at, entries }) =>
      `section ${kind} ${at.line} ${entries.map((entry) => entry.text).join("; ")}`,
  );
  expect([...declared, ...read].map((line) => `${line}\n`).join("")).toBe(expected);
});
