import type { Package } from "@release-policy/core";
import { expect, test } from "vitest";
import { withReleased } from "../../src/git/last-release.ts";
import { commitAll, gitIn } from "../kit/run-example.ts";
import { folder, repository } from "../kit/workspace.ts";

const pkg = (name: string, given: Partial<Package> = {}): Package => ({
  name,
  dir: `packages/${name.split("/").at(-1)}`,
  version: "1.0.0",
  private: false,
  dependencies: [],
  requirements: { engines: { node: ">=22" }, peers: {} },
  ...given,
});

const manifest = (name: string, node: string, more: object = {}): string =>
  JSON.stringify({ name, version: "1.0.0", engines: { node }, ...more });

/** A repository in which each of the files is at each of the tags. */
async function tagged(files: Readonly<Record<string, string>>, ...tags: readonly string[]) {
  const fixture = await folder({ "package.json": "{}", ...files });
  repository(fixture);
  for (const tag of tags) gitIn(fixture.path, "tag", tag);
  return fixture;
}

const released = (path: string, ...packages: readonly Package[]) =>
  withReleased(path, packages).map((one) => one.released);

const ui = { "packages/ui/package.json": manifest("@acme/ui", ">=18") };
const requirements = { engines: { node: ">=18" }, peers: {} };

test("reads a package's requirements at the tag of its version, whatever came after", async () => {
  const files = { ...ui, "packages/core/package.json": manifest("core", "^20 || ^22") };
  const fixture = await tagged(files, "@acme/ui@1.0.0", "core@1.0.0", "core@0.9.0");
  await fixture.writeFile("packages/ui/package.json", manifest("@acme/ui", ">=22"));
  commitAll(fixture.path, "later");
  expect(released(fixture.path, pkg("@acme/ui"), pkg("core"))).toEqual([
    requirements,
    { engines: { node: "^20 || ^22" }, peers: {} },
  ]);
});

test("reads annotated tags as well", async () => {
  const fixture = await tagged(ui);
  gitIn(fixture.path, "tag", "-a", "-m", "first", "@acme/ui@1.0.0");
  expect(released(fixture.path, pkg("@acme/ui"))).toEqual([requirements]);
});

test("returns nothing for a version without a tag, without a version, or outside git", async () => {
  const fixture = await tagged({ ...ui, "packages/b/package.json": manifest("b", "*") }, "b@0.9.0");
  expect(released(fixture.path, pkg("@acme/ui"), pkg("b"))).toEqual([undefined, undefined]);
  expect(released(fixture.path, pkg("@acme/ui", { version: undefined }))).toEqual([undefined]);
  const { path } = await folder(ui);
  expect(released(path, pkg("@acme/ui"))).toEqual([undefined]);
});

test.each(["v1.0.0", "1.0.0"])("uses the tag %s for the only published package", async (tag) => {
  const fixture = await tagged(ui, tag);
  const site = pkg("site", { private: true });
  expect(released(fixture.path, pkg("@acme/ui"), site)).toEqual([requirements, undefined]);
  expect(released(fixture.path, pkg("@acme/ui"), pkg("core"))).toEqual([undefined, undefined]);
});

test("prefers the tag with the name", async () => {
  const fixture = await tagged(ui, "@acme/ui@1.0.0");
  await fixture.writeFile("packages/ui/package.json", manifest("@acme/ui", ">=4"));
  commitAll(fixture.path, "other");
  gitIn(fixture.path, "tag", "v1.0.0");
  expect(released(fixture.path, pkg("@acme/ui"))).toEqual([requirements]);
});

test("finds a package in its previous folder, not its copies in fixtures", async () => {
  const fixture = await tagged(
    {
      "libs/ui/package.json": manifest("@acme/ui", ">=18"),
      "libs/a/test/fixtures/ui/package.json": manifest("@acme/ui", ">=4"),
      "libs/a/node_modules/ui/package.json": manifest("@acme/ui", ">=4"),
      "libs/user/package.json": manifest("user", "*", { dependencies: { "@acme/ui": "1" } }),
    },
    "@acme/ui@1.0.0",
  );
  gitIn(fixture.path, "mv", "libs", "packages");
  commitAll(fixture.path, "move");
  expect(released(fixture.path, pkg("@acme/ui"))).toEqual([requirements]);
});

test("returns nothing if a different package was in the folder, or none with the name anywhere", async () => {
  const fixture = await tagged(
    { "packages/ui/package.json": manifest("other", ">=4") },
    "@acme/ui@1.0.0",
  );
  expect(released(fixture.path, pkg("@acme/ui"))).toEqual([undefined]);
});

test.each(["{ not json", "null", '"text"', "[]"])(
  "returns nothing if the package.json at the tag is %s, but everything of the others",
  async (text) => {
    const files = { ...ui, "packages/core/package.json": text };
    const fixture = await tagged(files, "@acme/ui@1.0.0", "core@1.0.0");
    expect(released(fixture.path, pkg("core"), pkg("@acme/ui"))).toEqual([undefined, requirements]);
  },
);

test("ignores values in engines and peers that are not strings", async () => {
  const more = { engines: { node: 18, npm: ">=9" }, peerDependencies: ["react"] };
  const files = { "packages/ui/package.json": manifest("@acme/ui", "", more) };
  const fixture = await tagged(files, "@acme/ui@1.0.0");
  const peers = { "0": "react" };
  expect(released(fixture.path, pkg("@acme/ui"))).toEqual([{ engines: { npm: ">=9" }, peers }]);
});

test("reads the tag, not the branch of the same name", async () => {
  const fixture = await tagged(ui, "@acme/ui@1.0.0");
  gitIn(fixture.path, "checkout", "-q", "-b", "@acme/ui@1.0.0");
  await fixture.writeFile("packages/ui/package.json", manifest("@acme/ui", ">=4"));
  commitAll(fixture.path, "on the branch");
  expect(released(fixture.path, pkg("@acme/ui"))).toEqual([requirements]);
  gitIn(fixture.path, "tag", "-d", "@acme/ui@1.0.0");
  expect(released(fixture.path, pkg("@acme/ui"))).toEqual([undefined]);
});

test("reads a workspace in a subfolder of its repository, and a package in the root", async () => {
  const files = {
    "web/package.json": manifest("root", ">=16"),
    "web/packages/ui/package.json": manifest("@acme/ui", ">=18"),
    "packages/ui/package.json": manifest("@acme/ui", ">=4"),
    "web/old/moved/package.json": manifest("moved", ">=14"),
  };
  const fixture = await tagged(files, "@acme/ui@1.0.0", "root@1.0.0", "moved@1.0.0");
  const packages = [pkg("@acme/ui"), pkg("root", { dir: "." }), pkg("moved")];
  expect(released(fixture.getPath("web"), ...packages)).toEqual([
    requirements,
    { engines: { node: ">=16" }, peers: {} },
    { engines: { node: ">=14" }, peers: {} },
  ]);
});

test("resolves peers by the catalog at the tag, and excludes those of the workspace", async () => {
  const peerDependencies = { react: "catalog:", vue: "catalog:next", lit: "catalog:", core: "*" };
  const files = {
    "packages/ui/package.json": manifest("@acme/ui", ">=18", { peerDependencies }),
    "packages/core/package.json": manifest("core", ">=18"),
    "pnpm-workspace.yaml":
      'catalog:\n  react: ^17.0.0 || ^18.0.0\ncatalogs:\n  next:\n    vue: "^3.0.0"\n',
  };
  const fixture = await tagged(files, "@acme/ui@1.0.0");
  const [then] = released(fixture.path, pkg("@acme/ui"), pkg("core"));
  expect(then?.peers).toEqual({ react: "^17.0.0 || ^18.0.0", vue: "^3.0.0" });
});

test("excludes peers of an unreadable catalog", async () => {
  const files = {
    "packages/ui/package.json": manifest("@acme/ui", ">=18", {
      peerDependencies: { react: "catalog:", vue: "^3.0.0" },
    }),
    "pnpm-workspace.yaml": "catalog: [",
  };
  const fixture = await tagged(files, "@acme/ui@1.0.0");
  const [then] = released(fixture.path, pkg("@acme/ui"));
  expect(then).toEqual({ ...requirements, peers: { vue: "^3.0.0" } });
});

test.each([
  "a\nHEAD",
  "a blob 5",
  "a~1",
  "a^{tree}",
  "a:b",
  "x@{0}",
  "a..b",
  "../up",
  "-c",
  "@acme/[a]*",
])("a package called %j does not affect what is read of the others", async (name) => {
  const fixture = await tagged(ui, "@acme/ui@1.0.0");
  const odd = pkg(name, { dir: "packages/odd" });
  expect(released(fixture.path, odd, pkg("@acme/ui"), odd)).toEqual([
    undefined,
    requirements,
    undefined,
  ]);
});

test.each(["1.0.0~0", "1.0.0^{commit}", "1.0.0^0"])(
  "%s is not a tag, although git would resolve it to one",
  async (version) => {
    const fixture = await tagged(ui, "@acme/ui@1.0.0");
    expect(released(fixture.path, pkg("@acme/ui", { version }))).toEqual([undefined]);
  },
);

test.each(["packages/a b", "packages/ä", "packages/blob 5"])(
  "reads a package in the folder %s",
  async (dir) => {
    const fixture = await tagged({ [`${dir}/package.json`]: manifest("odd", ">=18") }, "odd@1.0.0");
    expect(released(fixture.path, pkg("odd", { dir }))).toEqual([requirements]);
  },
);

test.each(["../../outside", "packages/a\nb", "packages"])(
  "a package in the folder %j does not prevent reading the others",
  async (dir) => {
    const fixture = await tagged(ui, "@acme/ui@1.0.0", "odd@1.0.0");
    expect(released(fixture.path, pkg("odd", { dir }), pkg("@acme/ui"))).toEqual([
      undefined,
      requirements,
    ]);
  },
);
