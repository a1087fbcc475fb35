import fc from "fast-check";

/** The words that workspaces are put together of, mostly in order and rarely not. */
export const pick = fc.constantFrom;
export const soup = (words: readonly string[], maxLength: number) =>
  fc.array(pick(...words), { maxLength }).map((parts) => parts.join(""));
const jsonOf = (value: fc.Arbitrary<unknown>) => value.map((data) => JSON.stringify(data) ?? "");

const NAMES = ["@acme/core", "@acme/plugin", "@acme/app", "core", "@acme/none", "constructor"];
const ODD_NAMES = ["", " ", "__proto__", "toString", "a\nb", "123", "null", "@x/../y", "é", "A"];
export const name = fc.oneof({ weight: 40, arbitrary: pick(...NAMES) }, pick(...ODD_NAMES));
const VERSIONS = ["1.2.0", "0.3.0", "1.0.0-next.1", "2.0.0", "0.0.0"];
const ODD_VERSIONS = ["1", "v1.0.0", "", "x", "1.0.0+b", `${"9".repeat(20)}.0.0`];
export const version = fc.oneof(
  { weight: 30, arbitrary: pick(...VERSIONS) },
  pick(...ODD_VERSIONS),
);
const RANGES = ["workspace:^", "workspace:*", "^1.2.0", "catalog:", "*", ">=0", "workspace:^1.0.0"];
const ODD_RANGES = ["", "||", "link:../core", "npm:core@1", "workspace:../core", "^".repeat(50)];
export const range = fc.oneof({ weight: 4, arbitrary: pick(...RANGES) }, pick(...ODD_RANGES));

/** A value of the right kind, rarely of another. */
export const mostly = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 300, arbitrary: value },
    pick<unknown>(null, 0, true, "", [], {}, [null], { a: 1 }, -1, "x"),
  );
export const some = (shape: Record<string, fc.Arbitrary<unknown>>, requiredKeys: string[] = []) =>
  fc.record(shape, { requiredKeys });

const JSON_WORDS = ['"name"', ":", ",", "{", "}", "[", "]", '"', "1", "null", "\\u", "//", "\n"];
export const jsonText = (value: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 60, arbitrary: jsonOf(value) }, soup(JSON_WORDS, 20));

// oxfmt-ignore
const YAML_WORDS = [
  "packages", "versions", "docs", "guides", "rules", "catalog", "versioning", ":", ": ", "\n", "\n  ", "- ", "[", "]",
  "{", "}", ",", '"', "'", "&a ", "*a", "<<: ", "!!set ", "? ", "|\n", ">-\n", "#", "---\n", "...\n", "%YAML 1.1\n", "\t",
  "packages/*", "**", "1", "~", "é", "\r\n", "\0", "\uFEFF", "@acme/core", "major", "0.y.z",
];
export const yamlSoup = soup(YAML_WORDS, 24);

export const yamlText = (value: fc.Arbitrary<unknown>) =>
  fc.oneof(
    { weight: 50, arbitrary: jsonOf(value) },
    fc
      .tuple(jsonOf(value), fc.nat(60), pick(...YAML_WORDS))
      .map(([text, at, word]) => text.slice(0, at) + word + text.slice(at)),
    yamlSoup,
  );
