/** The files of a workspace by path. */
export type Files = Readonly<Record<string, string>>;

/** A manifest. */
export const pkg = (name: string | undefined, more: object = {}): string =>
  JSON.stringify({ name, version: "1.0.0", ...more });
const ROOT = pkg("root", { private: true });
const THREE: Files = {
  "package.json": ROOT,
  "packages/a/package.json": pkg("a"),
  "packages/b/package.json": pkg("b"),
  "libs/c/package.json": pkg("c"),
};
/** Three packages, of which pnpm-workspace.yaml lists some. */
export const pnpm = (...patterns: readonly string[]): Files => ({
  ...THREE,
  "pnpm-workspace.yaml": `packages: ${JSON.stringify(patterns)}\n`,
});
const file = (text: string): Files => ({ ...THREE, "pnpm-workspace.yaml": text });
const manifest = (workspaces: unknown, more: Files = {}): Files => ({
  ...THREE,
  "package.json": pkg("root", { private: true, workspaces }),
  ...more,
});

/** Workspaces as people write them, and odd ones. */
export const LAYOUTS: Readonly<Record<string, Files>> = {
  "both files with different patterns": {
    ...pnpm("packages/*"),
    ...manifest(["libs/*"]),
  },
  "only workspaces, without a lock file": manifest(["libs/*", "packages/*"]),
  "only workspaces, with a lock file of Yarn": manifest(["packages/*"], { "yarn.lock": "" }),
  "only workspaces, with a lock file of npm": manifest(["packages/*"], {
    "package-lock.json": "{}",
  }),
  "workspaces as an object": manifest({ packages: ["libs/*"] }, { "yarn.lock": "" }),
  "workspaces with a negation": manifest(["packages/*", "!packages/b"], { "yarn.lock": "" }),
  "only pnpm-workspace.yaml": pnpm("packages/*"),
  "the root listed": pnpm(".", "packages/*"),
  "a single package": { "package.json": pkg("solo") },
  "a package in a package": {
    ...pnpm("packages/**"),
    "packages/a/inner/package.json": pkg("inner"),
  },
  "a fixture in a package": {
    ...pnpm("packages/**", "!**/test/**"),
    "packages/a/test/x/package.json": pkg("x"),
  },
  "node_modules in a package": {
    ...pnpm("packages/**"),
    "packages/a/node_modules/x/package.json": pkg("x"),
  },
  "node_modules named in a pattern": {
    ...pnpm("packages/a/node_modules/*", "libs/*"),
    "packages/a/node_modules/x/package.json": pkg("x"),
  },
  "bower_components in a package": {
    ...pnpm("**"),
    "packages/a/bower_components/x/package.json": pkg("x"),
  },
  "a negation behind": pnpm("packages/*", "!packages/b"),
  "a negation before": pnpm("!packages/b", "packages/*"),
  "only a negation": pnpm("!packages/b"),
  "a folder with a dot": {
    ...pnpm("packages/*", "**"),
    "packages/.x/package.json": pkg("x"),
    ".y/package.json": pkg("y"),
  },
  "a folder with a dot, named": {
    ...pnpm("packages/.x", ".y/*"),
    "packages/.x/package.json": pkg("x"),
    ".y/z/package.json": pkg("z"),
  },
  "a folder with spaces and umlauts": {
    ...pnpm("packages/*"),
    "packages/so nötig/package.json": pkg("x"),
  },
  "a folder with brackets": {
    ...pnpm("packages/*"),
    "packages/[x]/package.json": pkg("x"),
    "packages/(y)/package.json": pkg("y"),
  },
  "a folder without a manifest": { ...pnpm("packages/*"), "packages/docs/README.md": "" },
  "a pattern in another case": pnpm("Packages/*", "libs/*"),
  "patterns with ./ and a slash behind": pnpm("./packages/*/", "!./packages/b"),
  "a pattern with a slash before": pnpm("/packages/*"),
  braces: pnpm("{packages,libs}/*"),
  "a pattern of the manifest itself": pnpm("packages/a/package.json"),
  "a package without a name": { ...pnpm("packages/*"), "packages/x/package.json": pkg(undefined) },
  "a package without a version": {
    ...pnpm("packages/*"),
    "packages/x/package.json": '{ "name": "x" }',
  },
  "a private package": {
    ...pnpm("packages/*"),
    "packages/x/package.json": pkg("x", { private: true }),
  },
  "two packages of one name": { ...pnpm("packages/*"), "packages/x/package.json": pkg("a") },
  "package.yaml beside package.json": {
    ...pnpm("packages/*"),
    "packages/a/package.yaml": "name: y\n",
  },
  "another pnpm-workspace.yaml below": {
    ...pnpm("packages/**"),
    "packages/a/pnpm-workspace.yaml": "packages: []\n",
  },
  "lerna.json": { ...THREE, "lerna.json": '{ "packages": ["libs/*"] }' },
  "lerna.json that uses workspaces": manifest(["packages/*"], {
    "lerna.json": '{ "useWorkspaces": true }',
  }),
  "lerna.json beside pnpm-workspace.yaml": {
    ...pnpm("packages/*"),
    "lerna.json": '{ "packages": ["libs/*"] }',
  },
  "rush.json with comments": {
    ...THREE,
    "rush.json":
      '{ /* all */ "projects": [{ "packageName": "a", "projectFolder": "packages/a" }] }',
  },
  bolt: { ...THREE, "package.json": pkg("root", { bolt: { workspaces: ["libs/*"] } }) },
  "an empty list": file("packages: []\n"),
  "a byte order mark": file("\uFEFFpackages: [packages/*]\n"),
  "a byte order mark in a manifest": {
    ...pnpm("packages/*"),
    "packages/a/package.json": `\uFEFF${pkg("a")}`,
  },
  CRLF: file("packages:\r\n  - packages/*\r\n  - '!packages/b'\r\n"),
  comments: file("# all\npackages: # these\n  - packages/* # here\n  # - libs/*\n"),
  anchors: file("x: &x packages/*\npackages: [*x]\n"),
};
