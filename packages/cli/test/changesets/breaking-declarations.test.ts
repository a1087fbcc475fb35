import { type PlannerId, plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { mayDeclare } from "../../src/changesets/declarations.ts";
import { check } from "../../src/index.ts";
import { commitAll } from "../kit/run-example.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

/** The changeset of ory/elements that has waited since 2025-04-30. */
const ORY = `---
"@ory/elements-react": patch
---

BREAKING CHANGES: This change aligns the configuration schema, to match the APIs of the Ory Network. You can still provide your own values through the configuration object as well.
`;

const elements = (version: string, track: object, planner: PlannerId = "changesets@3") =>
  workspace({
    planner,
    packages: { "@ory/elements-react": version },
    policies: { sdk: { packages: ["@ory/*"], ...track } },
    changesets: { "strong-bees-develop": ORY },
  });

const found = async (cwd: string, since?: string): Promise<string[]> => {
  const { findings } = await check({ cwd, ...(since === undefined ? {} : { since }) });
  return findings
    .filter(({ rule }) => rule === "change-bump")
    .map(({ message, at }) => `${at.path}:${at.line}:${at.column} ${plain(message)}`);
};

test("lets experimental parts break in a patch of Dagster, marked or not, and nothing beside them", async () => {
  const text = (body: string) => `---\n"dagster": patch\n---\n\nTidy up.\n\n${body}\n`;
  const rulesOf = async (body: string): Promise<string[]> => {
    const { path } = await workspace({
      packages: { dagster: "1.10.17" },
      policies: { core: { extends: "dagster/core", packages: ["dagster"] } },
      changesets: { tidy: text(body) },
    });
    const { findings } = await check({ cwd: path });
    return findings.map(({ rule, at }) => `${rule} ${at.line}`);
  };
  const free = "### Experimental\n\n- BREAKING: `a` is gone\n- `b` is gone";
  expect(await rulesOf(free)).toEqual([]);
  expect(await rulesOf(`${free}\n\n#### Breaking Changes\n\n- \`c\` is gone`)).toEqual([]);
  expect(await rulesOf("**BREAKING (Experimental)**:\n\n- `d` is gone")).toEqual([]);
  expect(await rulesOf("### Breaking Changes (experimental)\n\n- `d` is gone")).toEqual([]);
  expect(await rulesOf("**Breaking (`dagster/experimental`):** `d` is gone")).toEqual([]);
  expect(await rulesOf(`${free}\n\n### Breaking Changes\n\n- \`c\` is gone`)).toEqual([
    "change-bump 2",
  ]);
  expect(await rulesOf(`${free}\n\nMigration: c.md\nBREAKING: \`c\` is gone`)).toEqual([
    "change-bump 2",
    "breaking-section 13",
  ]);
});

test.each<PlannerId>(["changesets@2", "changesets@3", "pnpm"])(
  "finds the patch of ory/elements with %s",
  async (planner) => {
    const { path } = await elements("1.0.0", {}, planner);
    expect(await found(path)).toEqual([
      '.changeset/strong-bees-develop.md:2:24 `@ory/elements-react` would go from `1.0.0` to `1.0.1`, a `patch` release, but track `sdk` requires a `major` for the breaking change "`This change aligns the configuration schema, to m…`" (`.changeset/strong-bees-develop.md:5`)',
    ]);
  },
);

test("treats a prerelease of 1.0.0 as a major, unless the changeset itself must declare it", async () => {
  const leading = await elements("1.0.0-next.46", {});
  expect(await found(leading.path)).toEqual([]);
  const own = { rules: { "change-bump": ["error", { own: true }] } };
  const elementsAtTag = await elements("1.0.0-next.46", own);
  expect(await found(elementsAtTag.path)).toHaveLength(1);
});

test("checks the placeholder version of ory/elements by its track if the changeset itself must declare it", async () => {
  const own = { breaking: "minor", rules: { "change-bump": ["error", { own: true }] } };
  const { path } = await elements("0.0.0-unused", own);
  expect(await found(path)).toHaveLength(1);
});

test.each([
  ["lines that end in CRLF", ORY.replaceAll("\n", "\r\n")],
  ["a byte order mark", `\uFEFF${ORY}`],
  ["a comment in the front matter", ORY.replace("\n---\n\nB", "\n# for the network\n---\n\nB")],
])("finds the place with %s", async (_, text) => {
  const fixture = await elements("1.0.0", {});
  await fixture.writeFile(".changeset/strong-bees-develop.md", text);
  const { findings } = await check({ cwd: fixture.path });
  const line = text.split("\n").findIndex((one) => one.startsWith("BREAKING")) + 1;
  expect(findings.map(({ help }) => plain(help))).toEqual([
    `write \`major\` instead of \`patch\` in \`.changeset/strong-bees-develop.md:2\`; if a smaller release is intended, keep the old behavior and delete line \`${line}\``,
  ]);
});

test("checks a version commit by its consumed changesets", async () => {
  const breaking = changeset({ "@acme/core": "patch" }, "BREAKING: `load` is async.");
  const fixture = await workspace({ changesets: { one: breaking } });
  repository(fixture);
  await fixture.rm(".changeset/one.md");
  const manifest = await fixture.readFile("packages/core/package.json", "utf8");
  await fixture.writeFile("packages/core/package.json", manifest.replace("1.2.0", "1.2.1"));
  commitAll(fixture.path, "version");
  expect(await found(fixture.path, "HEAD~1")).toHaveLength(1);
});

test("ordinary changesets are read without the Markdown parser", () => {
  for (const text of [
    "Say what changed.",
    "Fix a crash when `load` is called twice. This breaks no one.",
    "Add a feature: uploads, with security headers.\n\n- Upgrade to React 20\n- Migrate the docs",
    "# Faster\n\nUpdated dependencies:\n\n- a@1.0.0",
  ])
    expect(mayDeclare(text), text).toBe(false);
  expect(mayDeclare("- BREAKING: x")).toBe(true);
});

const announced = (text: string, bump = "patch") =>
  workspace({
    packages: { "@acme/core": "1.10.17" },
    policies: { core: { packages: ["@acme/*"], breaking: "major" } },
    changesets: {
      one: `---\n"@acme/core": ${bump}\n---\n\n### Breaking Changes\n\n- ${text}\n`,
    },
  });

test.each([
  "Loading the same key twice will now warn. This will become an exception in 1.11.",
  "`load` is deprecated, and will be removed in a future release.",
  "Unknown options emit a deprecation warning; they will be refused in the next major.",
  "`load` will be removed in 2.0. Use `read`.",
  "Planned for v2: `load` becomes `read`.",
  "Support of Node 18 ends with the next major release.",
])(
  "treats an announcement under a heading for breaking changes as a deprecation: %s",
  async (text) => {
    const fixture = await announced(text);
    const report = await check({ cwd: fixture.path });
    expect(report.outcome).toBe("warn");
    expect(await found(fixture.path)).toEqual([
      ".changeset/one.md:2:15 `.changeset/one.md:7` is under a heading for breaking changes, but it only announces one: it counts as a deprecation",
    ]);
    expect(report.findings.map(({ help }) => plain(help))).toEqual([
      "move it under a heading `Deprecations`; if it breaks users now, start it with `BREAKING:`",
    ]);
  },
);

test.each([
  "`load` is async. The old form is deprecated.",
  "`load` will be removed in 1.11.",
  "`load` will be removed in 2.0. `read` throws now.",
  "`load` was planned for removal in 2.0.",
  "Warnings were removed.",
  "BREAKING: loading twice will now warn.",
])("does not treat a breaking change as an announcement: %s", async (text) => {
  const fixture = await announced(text);
  expect((await check({ cwd: fixture.path })).outcome).toBe("fail");
});

test("what the next major brings is a breaking change in a changeset that declares a major", async () => {
  const { path } = await announced("`load` will be removed in 2.0.", "major");
  expect((await check({ cwd: path })).findings).toEqual([]);
});

test.each(["None of the old options work.", "No. 3 of the options is gone."])(
  "an entry that begins like a denial is a breaking change: %s",
  async (text) => {
    const { path } = await announced(text);
    expect((await check({ cwd: path })).outcome).toBe("fail");
  },
);

test.each([
  "There are no breaking changes in this release.",
  "This version has no known breaking changes",
  "None. `load` is unchanged, and `read` still throws.",
  "**No breaking changes.** All options keep their defaults.",
])("a section that denies breaking changes declares none: %s", async (text) => {
  const { path } = await announced(text);
  expect((await check({ cwd: path })).outcome).toBe("pass");
});
