import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { exampleFiles, rules } from "@release-policy/core";
import type { Package } from "@release-policy/core/types";
import fc from "fast-check";
import { expect, test } from "vitest";
import { YamlText } from "../../src/files/yaml/yaml-text.ts";
import { policyFiles } from "../../src/policy/proposed-files.ts";
import { tracksOfVersions } from "../../src/policy/proposed-tracks.ts";
import { type PlacedYaml, plainPlaces } from "../../src/files/yaml/plain-places.ts";
import { plainYaml } from "../../src/files/yaml/yaml-values.ts";
import { runs } from "../kit/sampling.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const OWN = [
  "pnpm-workspace.yaml",
  ...readdirSync(join(ROOT, "policies")).map((name) => `policies/${name}`),
].filter((path) => path.endsWith(".yaml"));
const TEXTS = [
  ...OWN.map((path) => readFileSync(join(ROOT, path), "utf8")),
  ...new Set(
    rules
      .flatMap(({ examples }) => [...examples.accept, ...examples.reject])
      .flatMap((example) => Object.entries(exampleFiles(example)))
      .filter(([path]) => path.endsWith(".yaml"))
      .map(([, text]) => text),
  ),
];

/** What `yaml` reads, with places; undefined where it complains. */
function placed(text: string): unknown {
  const yaml = new YamlText(text);
  return yaml.faults.length > 0 || yaml.tags.length > 0 ? undefined : yaml.data();
}

test("reads all policy and workspace files of the repository and the rule examples like yaml", () => {
  expect(TEXTS.length).toBeGreaterThan(50);
  const plain = TEXTS.filter((text) => plainYaml(text));
  for (const text of plain) expect(plainYaml(text), text).toStrictEqual(placed(text));
  // The others have mistakes, or anchors, or the like.
  expect(TEXTS.filter((text) => !plain.includes(text)).length).toBeLessThan(TEXTS.length / 10);
});

test("reads policies as `init` writes them, with their comments", () => {
  const pkg = (name: string, version: string) => ({ name, version, dir: name }) as Package;
  const packages = [pkg("@acme/core", "1.2.0"), pkg("@acme/plugin", "0.3.0")];
  const files = policyFiles(tracksOfVersions({ packages }));
  expect(files.map(({ text }) => plainYaml(text))).toEqual(files.map(({ text }) => placed(text)));
});

test.each(["||", "|", ">-"])("reads a text with a comment that ends in %s", (end) => {
  const text = `catalog:\n  # requires ^22.22.2 ${end}\n  # >=26\n  ini: 6.0.0 # or 7\n`;
  expect(plainYaml(text)).toEqual({ value: { catalog: { ini: "6.0.0" } } });
});

const WORDS: readonly string[] = [
  "",
  "a",
  "b: ",
  "- ",
  "key",
  "x.y",
  "- a",
  "^1.2",
  ">=1",
  "@x",
  "*a",
  "&a ",
  "!b ",
  "<<: ",
  "\n",
  "\n  ",
  "\n    ",
  "\n- ",
  "\n\n",
  " ",
  "\t",
  "\r\n",
  "# ",
  " # c",
  "#",
  "[",
  "]",
  "{",
  "}",
  ", ",
  ",",
  ": ",
  ":",
  "? ",
  "'",
  '"',
  "''",
  '""',
  "|",
  ">",
  "|-",
  ">2",
  "1",
  "1.0",
  "0x1F",
  "0o7",
  "0b1",
  "1_0",
  "1e3",
  ".5",
  "-1",
  "+1",
  ".inf",
  "2026-01-01",
  "true",
  "no",
  "y",
  "~",
  "null",
  "-",
  "?",
  "%",
  "`",
  "\\",
  "\\n",
  "é",
  "__proto__: ",
  "---",
];

const texts = fc.oneof(
  fc.array(fc.constantFrom(...WORDS), { maxLength: 12 }).map((words) => words.join("")),
  fc
    .record({
      text: fc.constantFrom(...TEXTS),
      from: fc.nat(300),
      cuts: fc.array(fc.tuple(fc.nat(400), fc.nat(3), fc.constantFrom(...WORDS)), {
        maxLength: 3,
      }),
    })
    .map(({ text, from, cuts }) =>
      cuts.reduce(
        (cut, [at, less, word]) => `${cut.slice(0, at)}${word}${cut.slice(at + less)}`,
        text.slice(from % text.length, (from % text.length) + 400),
      ),
    ),
);

test("reads a generated text like yaml, or leaves it to yaml", () => {
  let plain = 0;
  fc.assert(
    fc.property(texts, (text) => {
      const value = plainYaml(text);
      if (!value) return;
      plain += 1;
      expect(value).toStrictEqual(placed(text));
    }),
    { numRuns: runs(20_000) },
  );
  expect(plain).toBeGreaterThan(runs(20_000) / 5);
});

/** The paths of all values, and one that is not there. */
const pathsIn = (value: unknown, path: readonly (string | number)[] = []): (typeof path)[] => [
  path,
  ...(typeof value === "object" && value !== null
    ? [
        [...path, "missing"],
        ...Object.entries(value).flatMap(([key, item]) => pathsIn(item, [...path, key])),
      ]
    : []),
];

const placesOf = (yaml: PlacedYaml, paths: ReturnType<typeof pathsIn>) =>
  paths.map((path) => {
    const nodes = [yaml.nodeAt(path), yaml.keyAt(path)];
    const places = nodes.map(
      (node) =>
        node && [yaml.placeOf(node.range![0]!), yaml.lengthOf(node), yaml.lineAt(node.range![0]!)],
    );
    return { path, has: yaml.has(path), places };
  });

const seePlaces = (text: string): boolean => {
  const value = plainYaml(text);
  const plain = value && plainPlaces(text);
  if (!plain) return false;
  const paths = pathsIn(value.value);
  expect(placesOf(plain, paths), text).toEqual(placesOf(new YamlText(text), paths));
  return true;
};

test("finds every value and key of the repository's policies and the rule examples where yaml does", () => {
  expect(TEXTS.filter(seePlaces).length).toBeGreaterThan(TEXTS.length * 0.8);
});

test.for(["[b: ]", "[b: , c]", "[b: c]", "a: [b: ]", "{b: }", "[{b: }]", "- b:", "? b"])(
  "a list may have a mapping without a value: %s",
  (text) => void seePlaces(text),
);

test("finds every value and key of a generated text where yaml does, or leaves it to yaml", () => {
  let plain = 0;
  fc.assert(
    fc.property(texts, (text) => {
      if (seePlaces(text)) plain += 1;
    }),
    { numRuns: runs(20_000) },
  );
  expect(plain).toBeGreaterThan(runs(20_000) / 10);
});

test.for(["1_000", "0b11", "0777", "1:30", "12e03", "2026-01-01", "yes", "0o17", "+12"])(
  "reads %s like YAML 1.2",
  (text) => {
    expect(plainYaml(`a: ${text}`)).toEqual(placed(`a: ${text}`));
    expect(plainYaml(`a: ${text}`)).toBeDefined();
  },
);
