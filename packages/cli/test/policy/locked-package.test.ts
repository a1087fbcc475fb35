import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lockedPackage } from "../../src/policy/shared/locked-package.ts";
import { folder } from "../kit/workspace.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const INTEGRITY = "sha512-q1yMDmQyqHQ==";

test("reads version and integrity from pnpm's lockfile", () => {
  const { version } = JSON.parse(
    readFileSync(join(ROOT, "node_modules/vitest/package.json"), "utf8"),
  ) as { readonly version: string };
  expect(lockedPackage(ROOT, "pnpm", "vitest")).toEqual({
    version,
    integrity: expect.stringMatching(/^sha512-/),
  });
  expect(lockedPackage(ROOT, "pnpm", "semver-is-not-a-dependency")).toBeUndefined();
  expect(lockedPackage(ROOT, "npm", "vitest")).toBeUndefined();
});

test.each([
  [
    "Yarn 1",
    "yarn",
    "yarn.lock",
    `# yarn lockfile v1\n\n\n"@acme/other@^1.0.0":\n  version "1.0.0"\n\n"@acme/release-policy@^1.2.0", "@acme/release-policy@^1.2.1":\n  version "1.2.3"\n  resolved "https://registry.example.com/a.tgz#1"\n  integrity ${INTEGRITY}\n`,
    { version: "1.2.3", integrity: INTEGRITY },
  ],
  [
    "Yarn 4, which has a checksum of its own,",
    "yarn",
    "yarn.lock",
    `__metadata:\n  version: 8\n\n"@acme/release-policy@npm:^1.2.0":\n  version: 1.2.3\n  resolution: "@acme/release-policy@npm:1.2.3"\n  checksum: 10c0/abc\n`,
    { version: "1.2.3" },
  ],
  [
    "Bun",
    "bun",
    "bun.lock",
    `{\n  "lockfileVersion": 1,\n  "packages": {\n    "@acme/release-policy": ["@acme/release-policy@1.2.3", "", {}, "${INTEGRITY}"],\n  }\n}\n`,
    { version: "1.2.3", integrity: INTEGRITY },
  ],
] as const)("reads the lockfile of %s", async (_, manager, path, text, locked) => {
  const fixture = await folder({ [path]: text });
  expect(lockedPackage(fixture.path, manager, "@acme/release-policy")).toEqual(locked);
  expect(lockedPackage(fixture.path, manager, "@acme/release")).toBeUndefined();
});
