import type { Input } from "./inputs.ts";

const TABLE = { workspace: { docs: { table: "README.md" } } };
const TRACKS = { core: { packages: ["@acme/*"] } };
const start = "<!-- release-policy:tracks -->";

/** Command lines that end with an error. */
export const COMMAND_INPUTS: readonly Input[] = [
  { args: ["chekc"] },
  { args: ["publish"] },
  { args: ["check", "--fromat", "json"] },
  { args: ["check", "--silently"] },
  { args: ["check", "--format", "xml"] },
  { args: ["check", "--format", "jsn"] },
  { args: ["check", "--today", "soon"] },
  { args: ["check", "--since"] },
  { args: ["check", "packages"] },
  { args: ["check", "--ref", "HEAD", "--fix"] },
  { args: ["check", "--since", "main"] },
  { args: ["check", "--since", "release"], git: true },
  { args: ["check", "--dir", "/no/such/folder"] },
  { args: ["add"] },
  { args: ["add", "now"] },
  { args: ["add", "--patch", "@acme/core"] },
  { args: ["add", "--message", "Find files again."] },
  { args: ["add", "--patch", "@acme/cor", "--message", "Find files again."] },
  { args: ["add", "--patch", "@acme/core", "--minor", "@acme/core", "--message", "Find files."] },
  { args: ["allowed"] },
  { args: ["allowed", "@acme/plugn"] },
  { args: ["allowed", "left-pad"] },
  { args: ["explain"] },
  { args: ["explain", "@acme/plugn"] },
  { args: ["explain", "left-pad"] },
  { args: ["explain", ".changeset/brave-cat.md"] },
  { args: ["explain", ".changeset/other.md"] },
  { args: ["fix", "--yes", "--dry-run"] },
  { args: ["graduate"] },
  { args: ["graduate", "@acme/plugin", "--to", "stable"] },
  { args: ["graduate", "@acme/plugn", "--to", "core"] },
  { args: ["deprecations", "--ref", "HEAD", "--write"] },
  { args: ["tracks", "--write"] },
  { args: ["tracks", "--write", "--check"] },
  { args: ["tracks", "--ref", "HEAD", "--write"] },
  {
    args: ["tracks", "--write"],
    workspace: { policies: { ...TRACKS, ...TABLE } },
    files: { "README.md": `# Packages\n\n${start}\n` },
  },
  {
    args: ["tracks", "--write"],
    workspace: { policies: { ...TRACKS, ...TABLE } },
    files: { "README.md": "# Packages\n\n```\n" },
  },
  { args: ["init"] },
  { args: ["init", "--eject", "no-majors"] },
  { args: ["init", "--preset", "stable"], workspace: { policies: {} } },
  { args: ["init", "--preset", "ory/sandbox"], workspace: { policies: {} } },
  {
    args: ["init"],
    workspace: { policies: {}, packages: { "@acme/app": { version: "1.0.0", private: true } } },
  },
  { args: ["test"] },
  {
    args: ["test"],
    files: {
      "policies/tests/majors.yaml":
        '- name: A major\n  packages: { "@acme/core": "1.2.0" }\n  changesets: { major: { "@acme/core": major } }\n',
    },
  },
  { args: ["audit", "--limit", "many"] },
  { args: ["audit"] },
  { args: ["version", "now"] },
  { args: ["version"] },
];

const CORE = "packages/core/package.json";

/** Workspaces that cannot be read. */
export const WORKSPACE_INPUTS: readonly Input[] = [
  { [CORE]: '{ "name": "@acme/core" "version": "1.2.0" }' },
  { [CORE]: '{ "name": "@acme/core", "version": "1.2.0" // stable\n}' },
  { [CORE]: "[]" },
  { [CORE]: '{ "name": "@acme/core", "version": "1.2.0", "__proto__": {} }' },
  { [CORE]: '{ "version": "1.2.0" }' },
  { [CORE]: `{ "name": "@acme/core", "description": "${"long ".repeat(300_000)}" }` },
  { "pnpm-workspace.yaml": "packages: [packages/*" },
  { "pnpm-workspace.yaml": "- packages/*\n" },
  { ".changeset": undefined },
  { ".changeset/config.json": "{ fixed: [] }" },
  { ".changeset/config.json": '{ "fixed": "@acme/*" }' },
  { ".changeset/pre.json": "{}" },
  { policies: undefined },
  { policies: undefined, "policies/notes.txt": "To do.\n" },
  { "policies/core.yml": "packages: ['@acme/core']\n" },
  { "policies/Core.YAML": "packages: ['@acme/core']\n" },
].map((files) => ({ args: ["check"], files }));
