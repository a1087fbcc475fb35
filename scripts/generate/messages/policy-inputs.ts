import type { Input } from "./inputs.ts";

/** Policy files with mistakes in them: all of a file are reported at once. */
export const POLICY_INPUTS: readonly Input[] = [
  file("core", "packages: ['@acme/core'\n"),
  file("core", "packages: ['@acme/core']\nversions: 1.x\nversions: 0.y.z\n"),
  file("core", "packages: @acme/core\n"),
  file("core", "packages: *core\n"),
  file(
    "core",
    `extends: no-majors
packages: []
version: "1.x"
versions: "1.z"
prerelease: sometimes
bumps: { declare: [patch], received: [mnior], inPreMode: major }
breaking: big
scheme: { calver: YY.X }
require:
  breaking: [guide]
  removal: { bump: none, deprecatedFor: { lines: 0, days: many, any: maybe } }
  deprecation: true
rules:
  declared-bumb: error
  received-bump: erorr
  freeze: { until: 2027-01-01 }
  cadence: error
  version-jump: [error, { major: 2 }]
  empty-summary: [error, { words: 3 }]
  group-spans-tracks: off
`,
  ),
  file("core", 'packages: ["@acme/core"]\nscheme: { calver: YY.Q.N }\nversions: "1.x"\n'),
  file("core", ""),
  file(
    "workspace",
    `planner: changesets@4
judgedBy: me
override: sometimes
newPackages: cor
dependencies:
  - { from: core, on: cores }
  - { from: [core], on: [core] }
trains:
  - { leader: "@acme/core", members: [], version: offset }
  - { leader: "@acme/core", members: ["@acme/*"], version: { table: {} } }
branches: main
freezes:
  - { from: 2026-12-24, to: 2026-12-18, reason: "" }
  - { from: tomorrow, to: 2026-12-31 }
couplings:
  - { umbrella: "@acme/core" }
coreCompat: all
docs: { guides: ["../../UPGRADE.md"], changelog: [], lines: "docs/{minor}" }
runtimes: { node: { latest: { end: soon } } }
approvals: { rules: [freze, selector-unmatched], permission: maintian, comment: false }
unpublished: "@acme/core"
rules: { trian: error }
`,
  ),
  file("workspace", "dependencies:\n  - { from: core, on: [cor] }\nnewPackages: sandbox\n"),
  file("workspace", `docs: { guides: ["${"a/".repeat(200)}*", "**/**/**/**/*.md", "***"] }\n`),
  file(
    "waivers",
    `waivers:
  - { rule: freze, package: "@acme/core", version: 2, reason: "", owner: "@ann", until: soon }
  - { rule: freeze, package: "@acme/core" }
`,
  ),
  file(
    "deprecations",
    `deprecations:
  - { package: "@acme/core", api: "", deprecatedIn: 1.2, replacement: true, state: gone }
`,
  ),
  test("[]\n"),
  test(
    `- name: ""
  packages: { "@acme/core": 1.2, "core": { version: "1.0.0" }, "Not a name": "1.0.0" }
  changesets: { "odd name": { "@acme/core": huge } }
  expect: [freze, "declared-bump @acme/none", { level: error }]
  pre: beta
  today: soon
`,
  ),
  test(
    `- name: Two packages in one folder
  packages: { "@acme/core": "1.2.0", core: "1.0.0" }
  changesets: { odd id: { "@acme/core": minor } }
  expect: [declared-bumb, "declared-bump @acme/cor"]
`,
  ),
];

function file(name: string, text: string): Input {
  return { args: ["check"], files: { [`policies/${name}.yaml`]: text } };
}

function test(text: string): Input {
  return { args: ["test"], files: { "policies/tests/core.yaml": text } };
}
