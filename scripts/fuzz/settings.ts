import fc from "fast-check";
import { mostly, name, pick, range, some, version } from "./words.ts";

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
export const track = some(
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
export const workspacePolicy = some({
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
export const waivers = some({
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
const member = pick("@acme/core", "@acme/plugin", "@acme/*", "@acme/app", "!(x)");
const groups = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  fc.array(fc.uniqueArray(member, { maxLength: 2 }), { maxLength: 1 }),
);

export const config = some({
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
export const preState = some(
  {
    mode: mostly(pick("pre", "exit")),
    tag: mostly(pick("next", "beta", "", "a b")),
    initialVersions: mostly(fc.dictionary(name, mostly(version), { maxKeys: 3 })),
    changesets: mostly(fc.array(pick("one", "two", "none"), { maxLength: 2 })),
  },
  ["mode", "tag"],
);
export const settings = some(
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
