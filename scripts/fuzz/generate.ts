import fc from "fast-check";

/** Files of a workspace by path, and what its commit has beside them. */
export interface FuzzCase {
  readonly files: Readonly<Record<string, string>>;
  /** Entries of the tree that no folder can have, or that are no regular files: mode and path. */
  readonly entries: readonly (readonly [mode: string, path: string])[];
}

const pick = fc.constantFrom;
const soup = (words: readonly string[], maxLength: number) =>
  fc.array(pick(...words), { maxLength }).map((parts) => parts.join(""));
const jsonOf = (value: fc.Arbitrary<unknown>) => value.map((data) => JSON.stringify(data) ?? "");

const NAMES = ["@acme/core", "@acme/plugin", "@acme/app", "core", "@acme/none", "constructor"];
const ODD_NAMES = ["", " ", "__proto__", "toString", "a\nb", "123", "null", "@x/../y", "é", "A"];
const name = fc.oneof({ weight: 40, arbitrary: pick(...NAMES) }, pick(...ODD_NAMES));
const VERSIONS = ["1.2.0", "0.3.0", "1.0.0-next.1", "2.0.0", "0.0.0"];
const ODD_VERSIONS = ["1", "v1.0.0", "", "x", "1.0.0+b", `${"9".repeat(20)}.0.0`];
const version = fc.oneof({ weight: 30, arbitrary: pick(...VERSIONS) }, pick(...ODD_VERSIONS));
const RANGES = ["workspace:^", "workspace:*", "^1.2.0", "catalog:", "*", ">=0", "workspace:^1.0.0"];
const ODD_RANGES = ["", "||", "link:../core", "npm:core@1", "workspace:../core", "^".repeat(50)];
const range = fc.oneof({ weight: 4, arbitrary: pick(...RANGES) }, pick(...ODD_RANGES));

/** A value of the right kind, rarely of another. */
const mostly = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 300, arbitrary: value },
    pick<unknown>(null, 0, true, "", [], {}, [null], { a: 1 }, -1, "x"),
  );
const some = (shape: Record<string, fc.Arbitrary<unknown>>, requiredKeys: string[] = []) =>
  fc.record(shape, { requiredKeys });

const dependencies = mostly(fc.dictionary(name, mostly(range), { maxKeys: 3 }));
const manifest = (own: string) =>
  some(
    {
      name: mostly(fc.oneof({ weight: 40, arbitrary: fc.constant(own) }, name)),
      version: mostly(version),
      private: mostly(fc.boolean()),
      dependencies,
      devDependencies: dependencies,
      peerDependencies: dependencies,
      optionalDependencies: dependencies,
      engines: mostly(fc.dictionary(pick("node", "npm"), mostly(range), { maxKeys: 2 })),
      exports: mostly(fc.dictionary(pick(".", "./x", "import"), pick(null, "./i.js"))),
    },
    ["name", "version"],
  );

const JSON_WORDS = ['"name"', ":", ",", "{", "}", "[", "]", '"', "1", "null", "\\u", "//", "\n"];
const jsonText = (value: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 60, arbitrary: jsonOf(value) }, soup(JSON_WORDS, 20));

// oxfmt-ignore
const YAML_WORDS = [
  "packages", "versions", "docs", "guides", "rules", "catalog", "versioning", ":", ": ", "\n", "\n  ", "- ", "[", "]",
  "{", "}", ",", '"', "'", "&a ", "*a", "<<: ", "!!set ", "? ", "|\n", ">-\n", "#", "---\n", "...\n", "%YAML 1.1\n", "\t",
  "packages/*", "**", "1", "~", "é", "\r\n", "\0", "\uFEFF", "@acme/core", "major", "0.y.z",
];
const yamlSoup = soup(YAML_WORDS, 24);

const bump = fc.oneof(
  { weight: 8, arbitrary: pick("major", "minor", "patch", "none") },
  pick("path", "", "Major", "null", "[patch]", "&a patch", "*a", "1"),
);
const entry = fc
  .tuple(
    pick('"', "'", ""),
    name,
    pick(": ", ":", " : ", ":  "),
    bump,
    pick("\n", "\r\n", " # c\n"),
  )
  .map(([quote, key, colon, value, end]) => `${quote}${key}${quote}${colon}${value}${end}`);
const frontMatter = fc.oneof(
  { weight: 6, arbitrary: fc.array(entry, { maxLength: 4 }).map((lines) => lines.join("")) },
  yamlSoup,
);
// oxfmt-ignore
const TEXT_WORDS = [
  "BREAKING", "BREAKING CHANGE", ": ", "\n", "\n\n", "# ", "### ", "Breaking Changes", "Deprecations", "- ", "> ", "1. ",
  "Deprecates: ", "Removes: ", "Security: ", "CVE-2026-1234", "Upgrade-guide: docs/upgrade.md", "Migration: ", "`api`",
  "use ", "until ", "**", "_", "```\n", "<!--", "-->", "[a](b)", "x", " ", "é", "\r\n", "feat!: ", "---\n", "\t", "|",
];
const changesetText = fc
  .tuple(
    pick(
      "---\n",
      "---\n",
      "---\n",
      "---\n",
      "--- \n",
      " ---\n",
      "\n---\n",
      "---\r\n",
      "",
      "text\n---\n",
    ),
    frontMatter,
    pick("---\n", "---\n", "---\n", "---\n", "--- \n", "\n  ---\n", "---", "----\n", "---x\n", ""),
    soup(TEXT_WORDS, 16),
  )
  .map((parts) => parts.join(""));
// oxfmt-ignore
const changesetFile = pick(
  "one.md", "two.md", "three.md", "README.md", "readme.md", ".hidden.md", "AGENTS.md", "Ünï.md", "a b.md", "-x.md",
  "x.MD", "x.mdx", "pre/four.md", "a.b.md", "#.md", "%41.md", "'.md", "deep/x.md",
);

const selectors = mostly(
  fc.array(
    pick(
      "@acme/*",
      "*",
      "./packages/**",
      "!@acme/app",
      "@acme/core",
      "core",
      "./packages/core",
      "!",
      "**",
    ),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
);
const bumps = mostly(fc.array(pick("major", "minor", "patch", "none"), { maxLength: 3 }));
const shape = mostly(pick("1.x", "0.y.z", ">=1.0.0", "x", "^0.3", "0.x"));
const level = mostly(pick("off", "warn", "error"));
const RULES = ["received-bump", "changelog-present", "upgrade-guide", "breaking-section"];
const track = some(
  {
    packages: selectors,
    versions: shape,
    prerelease: mostly(pick("forbidden", "allowed")),
    bumps: mostly(some({ declared: bumps, received: bumps })),
    breaking: mostly(pick("major", "minor", "patch")),
    require: mostly(
      some({ breaking: pick(["section"], ["upgrade-guide"]), removal: pick({ bump: "major" }) }),
    ),
    rules: mostly(fc.dictionary(pick(...RULES), level, { maxKeys: 3 })),
    extends: mostly(pick("dagster/core", "ory/graduated", "no-major", "stay-0x")),
  },
  ["packages"],
);
const globs = mostly(
  fc.array(pick("docs/**/*.md", "**/*.md", "!x", "{a,b}", "**/**/**/**/x", "../x"), {
    maxLength: 2,
  }),
);
const workspacePolicy = some({
  planner: mostly(pick("changesets@2", "changesets@3", "pnpm")),
  judgedBy: mostly(pick("base", "head")),
  rules: mostly(fc.dictionary(pick(...RULES), level, { maxKeys: 3 })),
  docs: mostly(
    some({ guides: globs, table: pick("docs/table.md", "x"), lines: pick(["docs/v{major}"]) }),
  ),
  trains: mostly(
    fc.array(some({ leader: name, members: selectors, version: pick("same") }), { maxLength: 1 }),
  ),
  dependencies: mostly(
    fc.array(some({ from: pick("core", "none"), on: pick(["core"], ["none"]) }), { maxLength: 1 }),
  ),
  couplings: mostly(fc.array(some({ umbrella: name, members: selectors }), { maxLength: 1 })),
  freezes: mostly(
    fc.array(some({ from: pick("2026-01-01", "x"), to: pick("2027-01-01"), reason: name }), {
      maxLength: 1,
    }),
  ),
  unpublished: mostly(fc.array(name, { maxLength: 2 })),
});
const waivers = some({
  waivers: mostly(
    fc.array(
      some({
        rule: pick(...RULES),
        package: name,
        version,
        reason: name,
        owner: name,
        until: pick("2027-01-01"),
      }),
      {
        maxLength: 2,
      },
    ),
  ),
});
const yamlText = (value: fc.Arbitrary<unknown>) =>
  fc.oneof(
    { weight: 50, arbitrary: jsonOf(value) },
    fc
      .tuple(jsonOf(value), fc.nat(60), pick(...YAML_WORDS))
      .map(([text, at, word]) => text.slice(0, at) + word + text.slice(at)),
    yamlSoup,
  );

const member = pick("@acme/core", "@acme/plugin", "@acme/*", "@acme/app", "!(x)");
const groups = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  fc.array(fc.uniqueArray(member, { maxLength: 2 }), { maxLength: 1 }),
);

const config = some({
  $schema: pick(
    "https://unpkg.com/@changesets/config@3.1.1/schema.json",
    "https://unpkg.com/@changesets/config@4.0.0/schema.json",
  ),
  fixed: mostly(groups),
  linked: mostly(groups),
  ignore: mostly(
    fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, fc.array(member, { maxLength: 1 })),
  ),
  updateInternalDependencies: mostly(pick("patch", "minor")),
  privatePackages: mostly(pick<unknown>(false, { version: true, tag: false })),
  changedFilePatterns: mostly(fc.constant(["**"])),
});
const preState = some(
  {
    mode: mostly(pick("pre", "exit")),
    tag: mostly(pick("next", "beta", "", "a b")),
    initialVersions: mostly(fc.dictionary(name, mostly(version), { maxKeys: 3 })),
    changesets: mostly(fc.array(pick("one", "two", "none"), { maxLength: 2 })),
  },
  ["mode", "tag"],
);
const settings = some(
  {
    packages: mostly(
      fc.array(
        pick("packages/*", "packages/**", "!packages/app", ".", "apps/*", "{packages,apps}/*"),
        { maxLength: 3 },
      ),
    ),
    catalog: mostly(fc.dictionary(name, mostly(range), { maxKeys: 2 })),
    catalogs: mostly(
      fc.dictionary(name, mostly(fc.dictionary(name, mostly(range))), { maxKeys: 1 }),
    ),
    versioning: mostly(
      some({
        fixed: mostly(fc.array(selectors, { maxLength: 1 })),
        ignore: selectors,
        lanes: mostly(fc.dictionary(name, pick("alpha", "main"), { maxKeys: 2 })),
      }),
    ),
    patchedDependencies: mostly(fc.dictionary(name, pick("x.patch"), { maxKeys: 1 })),
  },
  ["packages"],
);

const dropped = <T>(value: fc.Arbitrary<T>, weight: number) =>
  fc.option(value, { freq: weight, nil: undefined });

/** A workspace that is mostly in order, with strange things in any of its files. */
export const cases: fc.Arbitrary<FuzzCase> = fc
  .record({
    root: dropped(
      jsonText(
        some({
          name,
          private: fc.boolean(),
          workspaces: pick(["packages/*"], { packages: ["apps/*"] }),
          devDependencies: pick({ "@changesets/cli": "^2.29.0" }, { "@changesets/cli": "^3.0.0" }),
        }),
      ),
      30,
    ),
    core: jsonText(manifest("@acme/core")),
    plugin: jsonText(manifest("@acme/plugin")),
    app: dropped(jsonText(manifest("@acme/app")), 2),
    settings: dropped(yamlText(settings), 12),
    config: dropped(jsonText(config), 12),
    pre: dropped(jsonText(preState), 1),
    track: yamlText(track),
    other: dropped(yamlText(track), 1),
    workspace: dropped(yamlText(workspacePolicy), 1),
    waivers: dropped(yamlText(waivers), 1),
    ledger: dropped(yamlText(fc.dictionary(name, fc.dictionary(version, pick(["one"], null)))), 1),
    changesets: fc.dictionary(changesetFile, changesetText, { maxKeys: 4 }),
    guide: dropped(soup(TEXT_WORDS, 20), 1),
    entries: fc.array(
      fc.tuple(
        pick("120000", "160000", "100755", "100644"),
        pick(
          ".changeset/link.md",
          "packages/core/package.json",
          "policies/x.yaml",
          "packages/nul/package.json",
          ".changeset",
          "policies/a\nb.yaml",
          ".changeset/\u001B[31m.md",
        ),
      ),
      { maxLength: 1 },
    ),
  })
  .map(({ changesets, entries, ...texts }) => {
    const places: Readonly<Record<string, string>> = {
      root: "package.json",
      core: "packages/core/package.json",
      plugin: "packages/plugin/package.json",
      app: "packages/app/package.json",
      settings: "pnpm-workspace.yaml",
      config: ".changeset/config.json",
      pre: ".changeset/pre.json",
      ledger: ".changeset/ledger.yaml",
      track: "policies/core.yaml",
      other: "policies/other.yaml",
      workspace: "policies/workspace.yaml",
      waivers: "policies/waivers.yaml",
      guide: "docs/upgrade.md",
    };
    const own = Object.entries(texts).flatMap(([key, text]): [string, string][] =>
      text === undefined ? [] : [[places[key]!, text]],
    );
    const notes = Object.entries(changesets).map(([file, text]): [string, string] => [
      `.changeset/${file}`,
      text,
    ]);
    return {
      files: Object.fromEntries([...own, ...notes]),
      entries,
    };
  });
