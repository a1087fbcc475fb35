import { expect, test } from "vitest";
import type { PredictedTag, PublishScript } from "../../facts/publish-script.ts";
import type { Facts } from "../../facts/facts.ts";
import { type Scene, fixesOf, messagesOf } from "../../testing/scene.ts";
import { distTag } from "./dist-tag.ts";

const AT = { path: "package.json", line: 3, column: 5, pointer: ["scripts", "release"] };
const CHANGESETS: PublishScript = {
  commands: [{ tool: "changesets" }],
  text: "pnpm build && changeset publish",
  from: "script",
  at: AT,
  manager: "pnpm",
};
const PNPM: PublishScript = {
  ...CHANGESETS,
  commands: [{ tool: "pnpm" }],
  text: "pnpm publish -r",
};
const latest: PredictedTag = { tag: "latest", by: "default" };

/** A scene with a release of `ui`, and how it is published. */
const scene = (
  to: string,
  tag: PredictedTag,
  rule: object | string,
  given: {
    readonly script?: PublishScript;
    readonly facts?: Partial<Facts>;
    readonly workspace?: object;
  } = {},
): Scene => ({
  packages: { ui: "1.4.0" },
  releases: { ui: { from: "1.4.0", to, distTag: tag } },
  impossible: true,
  policies: {
    all: { packages: ["*"], distTag: rule },
    ...(given.workspace ? { workspace: given.workspace } : {}),
  },
  facts: { publishScript: given.script ?? CHANGESETS, ...given.facts },
});

const next: PredictedTag = { tag: "next", by: "command" };

test.each([
  ["latest", "1.5.0", latest, []],
  ["latest", "1.5.0-beta.0", { tag: "beta", by: "pre-mode" }, []],
  ["latest", "1.5.0-beta.0", latest, ["under `latest`, but track `all` requires `beta`"]],
  ["{prerelease}", "1.5.0-beta.0", latest, ["under `latest`, but track `all` requires `beta`"]],
  ["{prerelease}", "1.5.0", latest, []],
  ["{prerelease}", "1.5.0", next, ["under `next`, but track `all` requires `latest`"]],
  [
    "release-{major}.x",
    "1.4.1",
    latest,
    ["under `latest`, but track `all` requires `release-1.x`"],
  ],
  ["v{major}-{minor}", "1.4.1", { tag: "v1-4", by: "command" }, []],
  [{ prereleases: "next" }, "1.5.0-beta.0", next, []],
  [{ prereleases: "next" }, "1.5.0", next, ["under `next`, but track `all` requires `latest`"]],
  [{ stable: "lts" }, "1.5.0", latest, ["under `latest`, but track `all` requires `lts`"]],
  [{ prereleases: "latest" }, "1.5.0-beta.0", latest, []],
  [
    "{prerelease}",
    "1.5.0-0",
    latest,
    ["under `latest`, but track `all` allows no prerelease there"],
  ],
  ["{prerelease}", "1.5.0-0", next, []],
] as const)(
  "with distTag %j, %s is judged by the dist-tag that it would get",
  (rule, to, tag, ends) => {
    expect(messagesOf(distTag, scene(to, tag, rule))).toEqual(
      ends.map((end) => `error: \`ui\` \`${to}\` would be published ${end}`),
    );
  },
);

test("a branch's requirement overrides the track's", () => {
  const given = {
    workspace: { branches: { "maint/*": { distTag: "release-{major}.x" } } },
    facts: { branch: "maint/1.x" },
  };
  expect(messagesOf(distTag, scene("1.4.1", latest, "latest", given))).toEqual([
    "error: `ui` `1.4.1` would be published under `latest`, but branch `maint/1.x` requires `release-1.x`",
  ]);
  const onMain = { ...given, facts: { branch: "main" } };
  expect(messagesOf(distTag, scene("1.4.1", latest, "latest", onMain))).toEqual([]);
});

test("reports nothing if the dist-tag is unknown or not required", () => {
  const unknown = scene("1.5.0", latest, "lts");
  expect(messagesOf(distTag, { ...unknown, releases: { ui: { to: "1.5.0" } } })).toEqual([]);
  expect(messagesOf(distTag, { ...unknown, policies: { all: { packages: ["*"] } } })).toEqual([]);
});

test.each([
  ["lower", "would get no dist-tag: npm 11 refuses it without `--tag` because a higher version"],
  ["pre-mode", "would not be published: Changesets refuses `--tag` in pre mode"],
  [
    "range",
    "would not be published: the dist-tag in `pnpm build && changeset publish` is a semver range",
  ],
  ["prerelease", "would get no dist-tag: npm 11 refuses a prerelease without `--tag`"],
] as const)("says that a release is refused: %s", (refusal, words) => {
  const [sentence] = messagesOf(distTag, scene("1.5.0-beta.0", { refusal }, "latest"));
  expect(sentence).toContain(words);
});

test("suggests the whole script, with one --tag if that is enough", () => {
  expect(fixesOf(distTag, scene("1.4.1", latest, "lts"))).toEqual([
    "write `pnpm build && changeset publish --tag lts` as script `release` in `package.json`",
  ]);
  const text = "pnpm publish -r --tag next && echo done";
  const script = { ...PNPM, text, commands: [{ tool: "pnpm", tag: "next" }] } as const;
  expect(fixesOf(distTag, scene("1.5.0", next, "latest", { script }))).toEqual([
    "write `pnpm publish -r && echo done` as script `release` in `package.json`; if `next` is intended for `ui`, allow it with `distTag: { stable: next }`",
  ]);
});

test("suggests publishing packages with a different dist-tag first", () => {
  const mixed: Scene = {
    packages: { ui: "1.4.0", lab: "0.1.0" },
    releases: {
      ui: { from: "1.4.0", to: "1.5.0", distTag: latest },
      lab: { from: "0.1.0", to: "0.2.0-alpha.0", distTag: latest },
    },
    impossible: true,
    policies: { all: { packages: ["*"], distTag: "latest" } },
    facts: { publishScript: PNPM },
  };
  expect(fixesOf(distTag, mixed)).toEqual([
    "write `pnpm publish -r --filter lab --tag alpha && pnpm publish -r` as script `release` in `package.json`",
  ]);
  const npm = { ...CHANGESETS, manager: "npm" } as const;
  expect(fixesOf(distTag, { ...mixed, facts: { publishScript: npm } })).toEqual([
    "write `npm publish -w lab --tag alpha && pnpm build && changeset publish && changeset git-tag` as script `release` in `package.json`",
  ]);
});

test("suggests no --tag in pre mode, where Changesets ignores it", () => {
  const facts: Partial<Facts> = { pre: { mode: "pre", tag: "beta", at: AT } };
  const only: PredictedTag = { tag: "latest", by: "only-prereleases" };
  expect(fixesOf(distTag, scene("1.5.0-beta.1", only, "latest", { facts }))).toEqual([
    "write `pnpm publish -r --no-git-checks --filter ui --tag beta && pnpm build && changeset publish && changeset git-tag` as script `release` in `package.json`",
  ]);
  expect(messagesOf(distTag, scene("1.5.0-beta.1", only, "latest", { facts }))).toEqual([
    "error: `ui` `1.5.0-beta.1` would be published under `latest`, because only prereleases of it were published, but track `all` requires `beta`",
  ]);
  const script = { ...CHANGESETS, text: "changeset publish --tag beta" };
  expect(
    fixesOf(distTag, scene("1.5.0-beta.1", { refusal: "pre-mode" }, "latest", { facts, script })),
  ).toEqual(["write `changeset publish` as script `release` in `package.json`"]);
});

test("names the place of the command in the fix", () => {
  const at = { path: "policies/workspace.yaml", line: 2, column: 1 };
  const policy = { ...PNPM, from: "policy", at } as const;
  expect(fixesOf(distTag, scene("1.4.1", latest, "lts", { script: policy }))).toEqual([
    "write `pnpm publish -r --tag lts` as `publish` in `policies/workspace.yaml`",
  ]);
  const nowhere = { ...PNPM, from: "default" } as const;
  expect(fixesOf(distTag, scene("1.4.1", latest, "lts", { script: nowhere }))).toEqual([
    'add `"release": "pnpm publish -r --tag lts"` to the scripts in `package.json`',
  ]);
});
