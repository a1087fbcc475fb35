import { expect, test } from "vitest";
import { fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { invalidVersion } from "./invalid-version.ts";

test.each(["1.0.0", "0.0.0", "1.0.0-rc.1", "1.0.0+build.5", "1.0.0-alpha"])(
  "takes the version %j",
  (version) => {
    expect(messagesOf(invalidVersion, { packages: { ui: version } })).toEqual([]);
  },
);

test.each(["1.0", "1", "1.0.0.0", "01.0.0", "1.x", "latest", "workspace:*", ""])(
  "refuses the version %j",
  (version) => {
    expect(messagesOf(invalidVersion, { packages: { ui: version } })).toEqual([
      `error: the version \`${version}\` of \`ui\` is not a semantic version`,
    ]);
  },
);

test("requires nothing of a private or unversioned package", () => {
  const packages = { site: { version: "1.0", private: true }, ui: { version: undefined } };
  expect(messagesOf(invalidVersion, { packages })).toEqual([]);
});

test("points at the version in the manifest, even the root's", () => {
  const packages = { core: "1.0", ui: { version: "1.0", dir: "." } };
  const pointer = ["version"];
  expect(judgeScene({ packages }, [invalidVersion]).findings).toMatchObject([
    { package: "ui", at: { path: "package.json", pointer } },
    { package: "core", at: { path: "packages/core/package.json", pointer } },
  ]);
  expect(fixesOf(invalidVersion, { packages })[0]).toBe(
    "write a version with three numbers, such as `1.0.0`",
  );
});

test.each(["next_1", ""])("refuses a version with the prerelease tag %j", (tag) => {
  const at = { path: ".changeset/pre.json", line: 1, column: 1 };
  const scene = {
    packages: { ui: "1.0.0" },
    releases: { ui: `1.0.0 -> 1.1.0-${tag}.0` },
    facts: { pre: { mode: "pre", tag, at } },
  } as const;
  expect(messagesOf(invalidVersion, scene)).toEqual([
    `error: \`ui\` would be \`1.1.0-${tag}.0\`, which is not a semantic version`,
  ]);
  expect(judgeScene(scene, [invalidVersion]).findings).toMatchObject([
    { at: { path: at.path, pointer: ["tag"] } },
  ]);
});
