import fc from "fast-check";
import { changeset } from "../workspace.ts";

/** An entry of a tree. The name is bytes: git keeps any but NUL and a slash. */
export interface OddEntry {
  readonly path: Buffer;
  readonly mode: "100644" | "100755" | "120000" | "160000";
  /** Of a file its text, of a link where it leads. */
  readonly text: string;
}

const MAJOR = changeset({ "@acme/plugin": "major" });
const PLUGIN_2 = JSON.stringify({ releases: [{ name: "@acme/plugin", type: "major" }] });
const EXTRA = JSON.stringify({
  name: "@acme/extra",
  version: "0.1.0",
  peerDependencies: { "@acme/core": "^1.0.0" },
});

/** What odd entries may lead to: no planner looks there by itself. */
export const BEHIND: Readonly<Record<string, string>> = {
  "behind/evil.md": MAJOR,
  "behind/changes.json": PLUGIN_2,
  "behind/changes.md": "Say what changed.\n",
  "behind/package.json": EXTRA,
};

const CONTROLS = Array.from({ length: 31 }, (_, i) => String.fromCharCode(i + 1));
const CHARACTERS = [
  ...CONTROLS,
  ...`\u007F "'\`\\:*?<>|;&$(){}[]!#%~^=+,@`.split(""),
  "\u00A0",
  "\u200B",
  "\u200D",
  "\u202E",
  "\uFEFF",
  "\uFFFD",
  "\u{1F408}",
  "caf\u00E9",
  "cafe\u0301",
  "\u212A",
  "\u017F",
];
const STEMS = [
  "quiet",
  "Quiet",
  "README",
  "ReadMe",
  "readme",
  "AGENTS",
  "CLAUDE",
  "GEMINI",
  "agents",
  ".quiet",
  ".",
  "..",
  "-rf",
  "config",
  "pre",
  "quiet.md",
  "quiet.mdx",
  "con",
  "node_modules",
  "my_node_modules",
  "a".repeat(120),
  "a".repeat(252),
  "a".repeat(300),
  "\u00E9".repeat(126),
];
const ENDINGS = [
  ".md",
  ".md",
  ".md",
  ".MD",
  ".Md",
  ".md ",
  ".md.",
  ".mdx",
  ".md\n",
  ".json",
  ".yaml",
  "",
];
const BYTES = [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xe2, 0x82], [0x80]].map((bytes) =>
  Buffer.from(bytes),
);

const utf8 = (text: string): Buffer => Buffer.from(text, "utf8");

/** A file's name without its ending. */
const stem = fc
  .tuple(
    fc.constantFrom(...STEMS),
    fc.array(
      fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...CHARACTERS).map(utf8) },
        { weight: 1, arbitrary: fc.constantFrom(...BYTES) },
      ),
      { maxLength: 2 },
    ),
    fc.boolean(),
  )
  .map(([text, odd, isBefore]) =>
    Buffer.concat(isBefore ? [...odd, utf8(text)] : [utf8(text), ...odd]),
  );

const isName = (name: Buffer): boolean =>
  name.length > 0 &&
  !name.includes(0x2f) &&
  !["", ".", "..", ".git"].includes(name.toString("utf8").toLowerCase());

/** Names that a tree can hold. */
export const names: fc.Arbitrary<Buffer> = fc
  .tuple(stem, fc.constantFrom(...ENDINGS))
  .map(([name, ending]) => Buffer.concat([name, utf8(ending)]))
  .filter(isName);
const folders = stem.filter(isName);

const at = (...parts: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? utf8(part) : part)));
const file = (path: Buffer, text: string, mode: OddEntry["mode"] = "100644"): OddEntry[] => [
  { path, mode, text },
];

const fileModes = fc.constantFrom("100644" as const, "100644" as const, "100755" as const);
const links = (...to: readonly string[]) => fc.constantFrom(...to, "/etc/hostname", "nowhere");

/** One thing that a stranger adds, with a forbidden release in it. */
const oddThings: fc.Arbitrary<OddEntry[]> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(".changeset/", ".changeset/", ".changeset/pre/"), names, fileModes)
      .map(([folder, name, mode]) => file(at(folder, name), MAJOR, mode)),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(".changeset/", ".changeset/pre/"), names, links("../behind/evil.md"))
      .map(([folder, name, to]) => file(at(folder, name), to, "120000")),
  },
  {
    weight: 2,
    arbitrary: fc
      .oneof(folders, names)
      .map((name) => [
        ...file(at(".changeset/", name, "/changes.json"), PLUGIN_2),
        ...file(at(".changeset/", name, "/changes.md"), "Say what changed.\n"),
      ]),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(names, fc.constantFrom(".changeset/", ".changeset/pre/", "packages/", "policies/"))
      .map(([name, folder]) => file(at(folder, name), "", "160000")),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          ".Changeset/",
          ".CHANGESET/",
          ".change\u017Fet/",
          ".changeset./",
          ".changeset/PRE/",
          ".changeset/pre/pre/",
        ),
        names,
      )
      .map(([folder, name]) => file(at(folder, name), MAJOR)),
  },
  {
    weight: 2,
    arbitrary: folders.map((name) => file(at("packages/", name, "/package.json"), EXTRA)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(folders, links("../behind", "../behind/"))
      .map(([name, to]) => file(at("packages/", name), to, "120000")),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(".changeset/pre", "packages/plugin/nested"), links("../behind"))
      .map(([path, to]) => file(at(path), to, "120000")),
  },
  {
    weight: 1,
    arbitrary: names.map((name) => file(at("policies/", name), "packages: []\n")),
  },
);

/** What one pull request adds. */
export const additions: fc.Arbitrary<readonly OddEntry[]> = fc
  .array(oddThings, { minLength: 1, maxLength: 2 })
  .map((things) => things.flat());

/** The same path once; neither a file nor a link above another. */
export function consistent(entries: readonly OddEntry[]): readonly OddEntry[] {
  const kept: OddEntry[] = [];
  for (const entry of entries) {
    const key = entry.path.toString("latin1");
    const clashes = kept.some(({ path }) => {
      const other = path.toString("latin1");
      return other === key || other.startsWith(`${key}/`) || key.startsWith(`${other}/`);
    });
    if (!clashes) kept.push(entry);
  }
  return kept;
}
