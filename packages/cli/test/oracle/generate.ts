import fc from "fast-check";

/** A workspace for the oracle: everything that decides a plan, drawn at random. */
export interface Generated {
  readonly packages: readonly GeneratedPackage[];
  readonly changesets: readonly Readonly<Record<string, Word>>[];
  readonly config: Readonly<Record<string, unknown>>;
  readonly pre: {
    readonly mode: "pre" | "exit";
    readonly tag: string;
    readonly used: number;
  } | null;
  /** `versioning` of pnpm-workspace.yaml. */
  readonly versioning: Readonly<Record<string, unknown>>;
}

export interface GeneratedPackage {
  readonly name: string;
  readonly version: string;
  readonly private: boolean;
  readonly edges: readonly { readonly field: Field; readonly to: string; readonly spec: string }[];
}

type Word = "patch" | "minor" | "major" | "none";
type Field = "dependencies" | "peerDependencies" | "devDependencies" | "optionalDependencies";

const VERSIONS = [
  "0.0.3",
  "0.1.0",
  "0.3.0",
  "1.0.0",
  "1.2.3",
  "2.0.0",
  "0.1.0-alpha.3",
  "2.0.0-beta.0",
];
const WORDS: readonly Word[] = ["patch", "minor", "major", "none"];
const FIELDS: readonly Field[] = [
  "dependencies",
  "peerDependencies",
  "devDependencies",
  "optionalDependencies",
];

/** How a range on a package of the version is written. */
const SPECS: readonly ((version: string) => string)[] = [
  () => "workspace:^",
  () => "workspace:~",
  () => "workspace:*",
  (version) => `workspace:^${version}`,
  (version) => `^${version}`,
  (version) => `~${version}`,
  (version) => version,
  (version) => `>=${version}`,
  (version) => `>=${version} <9.0.0`,
  () => "^1.0.0 || ^2.0.0",
  () => "^0.3.0",
  () => "*",
  () => "catalog:",
];

const names = ["a", "b", "c", "d", "e"].map((letter) => `@acme/${letter}`);

const changesetOf = (known: readonly string[]) =>
  fc.dictionary(fc.constantFrom(...known), fc.constantFrom(...WORDS), { minKeys: 1, maxKeys: 3 });

const groupsOf = (known: readonly string[]) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    fc.subarray([...known], { minLength: 2 }).map((group) => ({ fixed: [group] })),
    fc.subarray([...known], { minLength: 2 }).map((group) => ({ linked: [group] })),
  );

const configOf = (known: readonly string[]) =>
  fc
    .record({
      groups: known.length < 2 ? fc.constant({}) : groupsOf(known),
      updateInternalDependencies: fc.constantFrom("patch", "minor"),
      bumpVersionsWithWorkspaceProtocolOnly: fc.boolean(),
      version: fc.boolean(),
      ignore: fc.oneof(
        { weight: 4, arbitrary: fc.constant([]) },
        fc.subarray([...known], { minLength: 1, maxLength: 1 }),
      ),
      onlyUpdatePeerDependentsWhenOutOfRange: fc.boolean(),
      updateInternalDependents: fc.constantFrom("out-of-range", "always"),
    })
    .map(
      ({
        groups,
        version,
        onlyUpdatePeerDependentsWhenOutOfRange,
        updateInternalDependents,
        ...rest
      }) => ({
        changelog: false,
        privatePackages: { version, tag: false },
        ...groups,
        ...rest,
        ___experimentalUnsafeOptions_WILL_CHANGE_IN_PATCH: {
          onlyUpdatePeerDependentsWhenOutOfRange,
          updateInternalDependents,
        },
      }),
    );

/** A package as the settings of pnpm may name it: by its name or its folder. */
const spelled = (name: string): fc.Arbitrary<string> => {
  const folder = `./packages/${name.slice(6)}`;
  return fc.constantFrom(name, name, name, folder, `${folder}/`);
};
const spelledAll = (some: readonly string[]) => fc.tuple(...some.map(spelled));

const versioningOf = (known: readonly string[]) =>
  fc.record({
    fixed: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      fc
        .subarray([...known], { minLength: 1 })
        .chain(spelledAll)
        .map((group) => [group]),
    ),
    lanes: fc.oneof(
      { weight: 2, arbitrary: fc.constant({}) },
      fc.dictionary(fc.constantFrom(...known).chain(spelled), fc.constant("alpha"), { maxKeys: 2 }),
    ),
    ignore: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      fc.subarray([...known], { maxLength: 1 }).chain(spelledAll),
    ),
    epics: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      fc
        .tuple(
          fc.constantFrom(...known).chain(spelled),
          fc.oneof(
            spelledAll(known.slice(-1)),
            spelled(known[0]!).map((name) => ["@acme/*", `!${name}`]),
            fc.constantFrom(["./packages/*"], ["*", "!@acme/*", known.at(-1)!]),
          ),
        )
        .map(([lead, packages]) => [{ lead, packages }]),
    ),
  });

const packagesOf = (known: readonly string[]): fc.Arbitrary<GeneratedPackage[]> =>
  fc.tuple(...known.map(() => fc.constantFrom(...VERSIONS))).chain((versions) =>
    fc.tuple(
      ...known.map((name, i) =>
        fc.record({
          name: fc.constant(name),
          version: fc.constant(versions[i]!),
          private: fc.integer({ min: 0, max: 9 }).map((roll) => roll === 0),
          edges: fc.array(
            fc
              .tuple(
                fc.constantFrom(...FIELDS),
                fc.nat({ max: known.length - 1 }),
                fc.constantFrom(...SPECS),
              )
              .filter(([, to]) => to !== i)
              .map(([field, to, spec]) => ({ field, to: known[to]!, spec: spec(versions[to]!) })),
            { maxLength: known.length === 1 ? 0 : 3 },
          ),
        }),
      ),
    ),
  );

export const workspaces: fc.Arbitrary<Generated> = fc
  .integer({ min: 1, max: names.length })
  .chain((count) => {
    const known = names.slice(0, count);
    return fc.record({
      packages: packagesOf(known),
      changesets: fc.array(changesetOf(known), { minLength: 1, maxLength: 4 }),
      config: configOf(known),
      versioning: versioningOf(known),
      pre: fc.oneof(
        { weight: 3, arbitrary: fc.constant(null) },
        fc.record({
          mode: fc.constantFrom("pre" as const, "exit" as const),
          tag: fc.constantFrom("alpha", "beta"),
          used: fc.nat({ max: 2 }),
        }),
      ),
    });
  });

/** The files of a generated workspace, for pnpm's own release command. */
export function pnpmFilesOf({
  packages,
  changesets,
  versioning,
}: Generated): Record<string, string> {
  const files: Record<string, string> = {
    "package.json": json({ name: "acme", private: true }),
    "pnpm-workspace.yaml": json({ packages: ["packages/*"], versioning }),
    ...manifestsOf(packages.map(withWorkspaceRanges)),
  };
  changesets.forEach((bumps, i) => (files[`.changeset/c${i}.md`] = changesetText(bumps)));
  return files;
}

/** pnpm refuses plain ranges between packages of the workspace: only some stay, to see that we say so. */
const withWorkspaceRanges = (pkg: GeneratedPackage): GeneratedPackage => ({
  ...pkg,
  edges: pkg.edges.map((edge) =>
    edge.spec === "*" || /^(?:workspace|catalog):/.test(edge.spec)
      ? edge
      : { ...edge, spec: `workspace:${edge.spec}` },
  ),
});

/** The files of a generated workspace, for one major of Changesets. */
export function filesOf(
  { packages, changesets, config, pre }: Generated,
  major: 2 | 3,
): Record<string, string> {
  const files: Record<string, string> = {
    "package.json": json({
      name: "acme",
      private: true,
      devDependencies: { "@changesets/cli": major === 2 ? "^2.31.1" : "^3.0.3" },
    }),
    "pnpm-workspace.yaml": "packages:\n  - packages/*\n",
    ".changeset/config.json": json(config),
    ...manifestsOf(packages),
  };
  const used = pre ? changesets.slice(0, pre.used).map((_, i) => `c${i}`) : [];
  changesets.forEach((bumps, i) => {
    const folder = major === 3 && used.includes(`c${i}`) ? ".changeset/pre" : ".changeset";
    files[`${folder}/c${i}.md`] = changesetText(bumps);
  });
  if (pre) {
    const lists = {
      initialVersions: Object.fromEntries(packages.map(({ name, version }) => [name, version])),
      changesets: used,
    };
    files[".changeset/pre.json"] = json({
      mode: pre.mode,
      tag: pre.tag,
      ...(major === 2 ? lists : {}),
    });
  }
  return files;
}

const changesetText = (bumps: Readonly<Record<string, Word>>): string => {
  const lines = Object.entries(bumps).map(([name, word]) => `"${name}": ${word}\n`);
  return `---\n${lines.join("")}---\n\nSay what changed.\n`;
};

const manifestsOf = (packages: readonly GeneratedPackage[]): Record<string, string> =>
  Object.fromEntries(
    packages.map((pkg) => [`packages/${pkg.name.slice(6)}/package.json`, json(manifestOf(pkg))]),
  );

function manifestOf({ name, version, private: hidden, edges }: GeneratedPackage): object {
  const manifest: Record<string, unknown> = { name, version, ...(hidden ? { private: true } : {}) };
  for (const { field, to, spec } of edges)
    manifest[field] = { ...(manifest[field] as object), [to]: spec };
  return manifest;
}

const json = (data: unknown): string => `${JSON.stringify(data, null, 2)}\n`;
