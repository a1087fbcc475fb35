import { plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { check } from "../../src/index.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

const STABLE = {
  packages: { "@acme/core": "5.3.0" },
  policies: { core: { packages: ["*"], versions: ">=1.0.0" } },
};

test.each(["0.0.0", "0.2.0"])(
  "a package that a change adds at %s is new: it is sent to another track, not to 1.0.0",
  async (version) => {
    const fixture = await workspace(STABLE);
    repository(fixture);
    await fixture.mkdir("packages/lit");
    const manifest = JSON.stringify({ name: "@acme/lit", version });
    await fixture.writeFile("packages/lit/package.json", manifest);
    await fixture.writeFile(".changeset/lit.md", changeset({ "@acme/lit": "minor" }));
    const { findings } = await check({ cwd: fixture.path, since: "main" });
    const [finding] = findings;
    expect(findings.map(({ rule }) => rule)).toEqual(["version-inside-track"]);
    const to = version === "0.0.0" ? "0.1.0" : "0.3.0";
    expect(plain(finding!.message)).toBe(
      `\`@acme/lit\` is new and would be \`${to}\`, but track \`core\` only allows \`>=1.0.0\``,
    );
    expect(plain(finding!.help)).toContain(
      'exclude it in `policies/core.yaml:1` with `"!@acme/lit"`',
    );
    expect(plain(finding!.help)).not.toMatch(/major|old track/);
  },
);

test("a new package is offered the tracks that take its first version", async () => {
  const fixture = await workspace({
    packages: { "@acme/core": "5.3.0", "@acme/lit": "0.0.0" },
    changesets: { lit: { "@acme/lit": "minor" } },
    policies: {
      core: { packages: ["*", "!@acme/x"], versions: ">=1.0.0" },
      integrations: { packages: ["@acme/x"], versions: "0.y.z" },
      workspace: { rules: { "selector-unmatched": "off" } },
    },
  });
  const { findings } = await check({ cwd: fixture.path });
  expect(findings.map(({ help }) => plain(help))).toEqual([
    'exclude it in `policies/core.yaml:1` with `"!@acme/lit"` and add it to track `integrations`, which takes `0.1.0`',
  ]);
});

test("a package that was released before is still told the bump that graduates it", async () => {
  const fixture = await workspace({
    packages: { "@acme/core": "0.16.3" },
    changesets: { step: { "@acme/core": "minor" } },
    policies: STABLE.policies,
  });
  repository(fixture);
  const { findings } = await check({ cwd: fixture.path });
  expect(findings.map(({ help }) => plain(help))).toEqual([
    "declare `major` for `@acme/core`, or exclude it from track `core` until it is ready",
  ]);
});
