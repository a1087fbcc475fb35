import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sampled } from "../../cli/test/kit/sampling.ts";
import { changelog, guarded, link, MAJORS, version, versions } from "./release.ts";

const DECLARING = `---
"@acme/core": major
---

Loading is twice as fast.

It reads \`pnpm-workspace.yaml\` itself.

BREAKING CHANGE: \`load\` is async
Removes: loadSync
Deprecates: open use load until 3.0.0
Security: CVE-2026-12345
Upgrade-guide: docs/upgrade-2.md
Thanks-to: everybody
`;
const CORE = {
  packages: { "@acme/core": "1.2.0" },
  policies: { core: { packages: ["@acme/core"], versions: ">=1.0.0" } },
  changesets: { "brave-cats": DECLARING },
};
const SECTIONS = `  Thanks-to: everybody

  **Breaking Changes**

  - \`load\` is async
  - Removed: \`loadSync\`
  - Upgrade guide: [docs/upgrade-2.md](/docs/upgrade-2.md)

  **Deprecations**

  - \`open\` is deprecated; use \`load\`; removal in 3.0.0

  **Security**

  - [CVE-2026-12345](https://www.cve.org/CVERecord?id=CVE-2026-12345)
`;

const installedAt = (name: string): string =>
  realpathSync(join(import.meta.dirname, "../node_modules", name));
/** The release of the generator that goes with each major. */
const GITHUB = {
  2: installedAt("changelog-github-0"),
  3: installedAt("@changesets/changelog-github"),
} as const;

test.each(MAJORS)(
  "Changesets %i lists a changeset's declarations below its text, without the trailers",
  async (major) => {
    const fixture = await guarded(major, CORE);
    const { code, output } = await version(fixture, major);
    expect(code, output).toBe(0);
    expect(changelog(fixture, "core")).toBe(`# @acme/core

## 2.0.0

### Major Changes

- Loading is twice as fast.

  It reads \`pnpm-workspace.yaml\` itself.

${SECTIONS}`);
  },
);

describe.each(sampled(MAJORS))("Changesets %i", (major) => {
  test.each([
    ["@changesets/changelog-github", GITHUB[major], "\n- Loading is twice as fast.\n"],
    ["@changesets/changelog-git", undefined, "\n- Loading is twice as fast.\n"],
    ["@changesets/cli/changelog", undefined, "\n- Loading is twice as fast.\n"],
  ])("wraps %s", async (generator, installed, first) => {
    const fixture = await guarded(major, CORE, { generator, options: { repo: "acme/acme" } });
    if (installed) link(fixture, generator, installed);
    const { code, output } = await version(fixture, major);
    expect(code, output).toBe(0);
    const text = changelog(fixture, "core");
    expect(text).toContain(first);
    expect(text).toContain("\n  **Deprecations**\n\n  - `open` is deprecated");
  });

  test("passes on @changesets/changelog-github's error about its options", async () => {
    const fixture = await guarded(major, CORE, { generator: "@changesets/changelog-github" });
    link(fixture, "@changesets/changelog-github", GITHUB[major]);
    const { code, output } = await version(fixture, major);
    expect(code).not.toBe(0);
    expect(output).toContain("Please provide a repo to this changelog generator");
    expect(versions(fixture)).toEqual({ "@acme/core": "1.2.0" });
  });

  test("says so for a package that leaves pre mode by itself", async () => {
    const fixture = await guarded(major, {
      packages: { "@acme/core": "1.2.1-beta.0", "@acme/lone": "1.0.0-beta.3" },
      policies: { all: { packages: ["@acme/*"] } },
      changesets: { "small-fix": { "@acme/core": "patch" as const } },
      pre: { mode: "exit", tag: "beta" },
    });
    const { code, output } = await version(fixture, major);
    expect(code, output).toBe(0);
    expect(changelog(fixture, "lone")).toContain(
      "- No change of its own. Released because of: the end of the prerelease `beta`\n",
    );
    expect(changelog(fixture, "core")).not.toContain("No change of its own");
  });

  test("makes no false statement if --ignore changes the plan", async () => {
    const fixture = await guarded(major, {
      packages: { "@acme/a": "1.0.0", "@acme/b": "1.0.0", "@acme/c": "1.0.0" },
      policies: { all: { packages: ["@acme/*"] } },
      changesets: {
        first: { "@acme/a": "patch" as const },
        second: { "@acme/b": "patch" as const },
      },
      config: { fixed: [["@acme/b", "@acme/c"]] },
    });
    const { code, output } = await version(fixture, major, ["--ignore", "@acme/a"]);
    expect(code, output).toBe(0);
    expect(versions(fixture)).toEqual({
      "@acme/a": "1.0.0",
      "@acme/b": "1.0.1",
      "@acme/c": "1.0.1",
    });
    expect(changelog(fixture, "c")).not.toContain("No change of its own");
  });
});

// Changesets only asks for the lines.
describe.each(sampled(MAJORS))("any lines under Changesets %i", (major) => {
  test("passes the options to the user's own generator, and keeps its output", async () => {
    const fixture = await guarded(major, CORE, {
      generator: "./own.cjs",
      options: { sign: "!" },
    });
    writeFileSync(
      join(fixture.path, ".changeset/own.cjs"),
      `module.exports = {
        getReleaseLine: async (changeset, type, { sign }) => "- " + type + sign + " " + changeset.summary.split("\\n")[0],
        getDependencyReleaseLine: async () => "",
      };`,
    );
    expect((await version(fixture, major)).code).toBe(0);
    const text = changelog(fixture, "core");
    expect(text).toContain("- major! Loading is twice as fast.\n\n  **Breaking Changes**\n");
    expect(text).not.toContain("Removes:");
  });

  test("accepts a generator whose package only supports import", async () => {
    const fixture = await guarded(major, CORE, { generator: "only-esm" });
    mkdirSync(join(fixture.path, "node_modules/only-esm"));
    const manifest = { name: "only-esm", type: "module", exports: { import: "./index.js" } };
    const code = `export default {
      getReleaseLine: ({ summary }) => "- esm: " + summary,
      getDependencyReleaseLine: () => "",
    };`;
    await fixture.writeFile("node_modules/only-esm/package.json", JSON.stringify(manifest));
    await fixture.writeFile("node_modules/only-esm/index.js", code);
    expect(await version(fixture, major)).toMatchObject({ code: 0 });
    expect(changelog(fixture, "core")).toContain("- esm: Loading is twice as fast.");
  });

  test("writes nothing over an empty generator", async () => {
    const fixture = await guarded(major, CORE, { generator: false });
    expect((await version(fixture, major)).code).toBe(0);
    const text = changelog(fixture, "core");
    expect(text).toContain("## 2.0.0");
    expect(text).not.toContain("Loading");
  });

  test.each([
    [{ generator: "not-there" }, "cannot find the changelog generator not-there"],
    [{ generater: "x" }, 'unknown key "generater"'],
    [{ generator: 3 }, "generator must be the name of a module, or false"],
  ])("reports the invalid options %j", async (options, message) => {
    const fixture = await guarded(major, CORE, options);
    const { code, output } = await version(fixture, major);
    expect(code).not.toBe(0);
    expect(output).toContain(message);
    expect(versions(fixture)).toEqual({ "@acme/core": "1.2.0" });
  });

  const FAMILY = {
    packages: {
      "@acme/core": "1.2.0",
      "@acme/app": { version: "1.0.0", dependencies: { "@acme/core": "^1.2.0" } },
      "@acme/site": { version: "1.0.0", dependencies: { "@acme/app": "^1.0.0" } },
      "@acme/lone": "1.0.0",
    },
    policies: { all: { packages: ["@acme/*"] } },
    changesets: { "brave-cats": { "@acme/core": "major" as const } },
  };

  test("says why a package without its own change is released", async () => {
    const fixture = await guarded(major, {
      ...FAMILY,
      changesets: { ...FAMILY.changesets, own: { "@acme/lone": "patch" as const } },
    });
    const { code, output } = await version(fixture, major);
    expect(code, output).toBe(0);
    expect(changelog(fixture, "app")).toContain(
      "- No change of its own. Released because of: dependency on `@acme/core@^1.2.0` ← `@acme/core@2.0.0` ← a major change\n",
    );
    expect(changelog(fixture, "core")).not.toContain("No change of its own");
    expect(changelog(fixture, "lone")).not.toContain("No change of its own");
  });

  test("says so in a fixed group, where each member is released", async () => {
    const fixture = await guarded(major, {
      ...FAMILY,
      config: { fixed: [["@acme/core", "@acme/lone"]] },
    });
    const { code, output } = await version(fixture, major);
    expect(code, output).toBe(0);
    expect(versions(fixture)).toMatchObject({ "@acme/core": "2.0.0", "@acme/lone": "2.0.0" });
    expect(changelog(fixture, "lone")).toContain(
      "- No change of its own. Released because of: fixed group ← `@acme/core@2.0.0` ← a major change\n",
    );
  });

  test("says so in a linked group, where only members with a reason are released", async () => {
    const fixture = await guarded(major, {
      ...FAMILY,
      config: { linked: [["@acme/core", "@acme/app", "@acme/lone"]] },
    });
    const { code, output } = await version(fixture, major);
    expect(code, output).toBe(0);
    expect(versions(fixture)).toMatchObject({ "@acme/app": "2.0.0", "@acme/lone": "1.0.0" });
    expect(changelog(fixture, "app")).toContain(
      "- No change of its own. Released because of: linked group ← `@acme/core@2.0.0` ← a major change\n",
    );
  });
});
