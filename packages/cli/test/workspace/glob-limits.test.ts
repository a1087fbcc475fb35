import fc from "fast-check";
import picomatch from "picomatch";
import { expect, onTestFinished, test, vi } from "vitest";
import { MOST_PATTERNS, patternFault } from "@release-policy/core";
import { CannotJudge, check } from "../../src/index.ts";
import { refuseOutside, refusePatterns } from "../../src/workspace/glob-limits.ts";
import { folder, repository, workspace } from "../kit/workspace.ts";

test.each([
  "packages/*",
  "!**/test/**",
  "packages/**/**",
  "{apps,packages}/*",
  "./packages/*",
  ".github/actions/*",
  "packages/[a-z]*",
  "packages/!(internal)",
  "!(@sveltejs/*|create-svelte|svelte-migrate)",
  "@solana/!({example-*,*-impl,build-scripts,eslint-config,test-*,tsconfig,web3.js})",
  "docs/**/{upgrade,migrat}*.md",
  "*-plugin-*",
  "packages/v1.2.x/*",
])("accepts %s of a realistic size", (pattern) => {
  expect(patternFault(pattern)).toBeUndefined();
});

test.each(["*a".repeat(12), "*a/".repeat(12)])(
  "rejects an epic of a commit with the selector %s, whose stars match slashes, too",
  async (selector) => {
    const epics = [{ lead: "@acme/core", packages: [selector] }];
    const fixture = await workspace({
      planner: "pnpm",
      packages: { "@acme/core": "1.0.0", [`@acme/${"a".repeat(200)}`]: "100.0.0" },
      files: {
        "pnpm-workspace.yaml": JSON.stringify({ packages: ["packages/*"], versioning: { epics } }),
      },
    });
    repository(fixture);
    await expect(check({ cwd: fixture.path, ref: "HEAD" })).rejects.toThrow(
      /^pnpm-workspace\.yaml: the pattern `/,
    );
  },
);

const HOSTILE: readonly (readonly [string, string])[] = [
  ["braces that multiply", "{a,b}".repeat(20)],
  ["a range of a million", "{1..1000000}"],
  ["groups in groups", "@(".repeat(30) + "a" + ")".repeat(30)],
  ["groups that repeat", "+(a*|b*)c"],
  ["stars that try every way", "*a".repeat(8)],
  ["stars in groups", "{*a,b}{*a,b}{*a,b}"],
  ["folders below folders", "**/".repeat(6) + "x"],
  ["a hundred thousand characters", "a".repeat(100_000)],
  ["the folder above", "../*"],
  ["the folder above, taken back", "!../*"],
  ["the folder above, further in", "packages/../../*"],
  ["the folder above in braces", "{.,x}./*"],
  ["the folder above in brackets", "[.][.]/*"],
  ["the folder above in a group", "@(.|x)./*"],
  ["the folder above, escaped", "\\../*"],
  ["the folder above over a slash", "{a/.,.}./x"],
  ["the top of the machine", "/etc/*"],
  ["a drive", "C:/x"],
  ["a home", "~/x"],
];

test.each(HOSTILE)("rejects %s in a commit quickly", async (_, pattern) => {
  expect(patternFault(pattern)).toBeDefined();
  const text = JSON.stringify({ packages: ["packages/*", pattern] });
  const fixture = await workspace({ files: { "pnpm-workspace.yaml": text } });
  repository(fixture);
  const error: unknown = await check({ cwd: fixture.path, ref: "HEAD" }).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(CannotJudge);
  expect((error as CannotJudge).message).toMatch(/^pnpm-workspace\.yaml: the pattern `/);
});

test.each([
  ["package.json", { name: "root", private: true, workspaces: ["../*"] }],
  ["package.json", { name: "root", private: true, workspaces: { packages: ["../*"] } }],
  ["lerna.json", { packages: ["../*"] }],
  ["rush.json", { projects: [{ packageName: "x", projectFolder: "../x" }] }],
  [".changeset/config.json", { ignore: ["+(+(a*)*)b"] }],
  [".changeset/config.json", { fixed: [["+(+(a*)*)b"]] }],
])("refuses them in %s %o", async (path, data) => {
  const fixture = await workspace({ files: { [path]: JSON.stringify(data) } });
  repository(fixture);
  const found = await check({ cwd: fixture.path, ref: "HEAD" }).catch(String);
  expect(found).toContain(`${path}: the pattern`);
});

test("rejects an unrealistic number of patterns", async () => {
  const packages = Array.from({ length: 1001 }, (_, i) => `p${i}`);
  const text = JSON.stringify({ packages });
  const fixture = await workspace({ files: { "pnpm-workspace.yaml": text } });
  repository(fixture);
  await expect(check({ cwd: fixture.path, ref: "HEAD" })).rejects.toThrow(
    "too many patterns: 1001",
  );
});

test("reads no package outside the folder of a commit", async () => {
  const manifest = '{ "name": "stolen", "version": "1.0.0" }';
  const beside = await folder({ "stolen/package.json": manifest });
  const text = JSON.stringify({ packages: ["packages/*", "../*"] });
  const fixture = await workspace({ files: { "pnpm-workspace.yaml": text } });
  repository(fixture);
  vi.stubEnv("TMPDIR", beside.path);
  onTestFinished(() => void vi.unstubAllEnvs());
  const result = await check({ cwd: fixture.path, ref: "HEAD" }).then(JSON.stringify, String);
  expect(result).not.toContain("stolen");
  expect(result).toContain("can match outside the workspace");
});

test("rejects a package whose name is longer than registries allow", async () => {
  const fixture = await workspace({
    files: {
      "packages/x/package.json": JSON.stringify({ name: "a".repeat(300), version: "1.0.0" }),
    },
  });
  repository(fixture);
  await expect(check({ cwd: fixture.path, ref: "HEAD" })).rejects.toThrow("214 characters");
});

test("law: accepted patterns match the longest names quickly", () => {
  const pieces = fc.constantFrom(
    "*",
    "**",
    "/",
    "a",
    "{a,*a}",
    "!(a|*b)",
    "@(a)",
    "?",
    "[a-z]",
    ".",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const pattern = parts.join("");
      if (pattern === "" || patternFault(pattern) !== undefined) return;
      const matcher = picomatch(pattern);
      const start = performance.now();
      matcher(`${"a".repeat(214)}b`);
      matcher(`${"a/".repeat(30)}${"a".repeat(150)}b`);
      expect(performance.now() - start).toBeLessThan(2000);
    }),
    { numRuns: 300 },
  );
});

const found = (relativeDir: string, name: string, spec: string) => ({
  packages: [{ relativeDir, manifest: { name, version: "1.0.0", dependencies: { a: spec } } }],
});

test("refuses names and ranges above their limits, and folders outside", () => {
  const refused = (...given: Parameters<typeof found>) => {
    try {
      refuseOutside(found(...given) as unknown as Parameters<typeof refuseOutside>[0]);
      return "allowed";
    } catch (error) {
      return (error as CannotJudge).obstacles.map(({ message }) => message);
    }
  };
  expect(refused("a", "n".repeat(214), "1".repeat(1000))).toBe("allowed");
  expect(refused("a", "n".repeat(215), "1".repeat(1001))).toEqual([
    "a/package.json has a name that is too long (limit: 214 characters)",
    "a/package.json has a range that is too long (limit: 1000 characters)",
  ]);
  expect(refused("../a", "a", "1")).toEqual(["the workspace has a package outside its folder"]);
});

test("refuses more patterns than the limit, and shows the start of a long one", async () => {
  const refused = async (packages: readonly string[]) => {
    const { path } = await folder({ "package.json": JSON.stringify({ workspaces: packages }) });
    try {
      refusePatterns(path, undefined);
      return undefined;
    } catch (error) {
      return (error as CannotJudge).message;
    }
  };
  const many = Array.from({ length: MOST_PATTERNS }, (_, i) => `p${i}`);
  expect(await refused(many)).toBeUndefined();
  expect(await refused([...many, "q"])).toContain(`too many patterns: ${MOST_PATTERNS + 1}`);
  const long = `../${"a".repeat(57)}`;
  expect(await refused([long])).toContain(`\`${long}\``);
  expect(await refused([`${long}a`])).toContain(`\`${long}…\``);
});
