import { plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { check } from "../../src/index.ts";
import { gitIn, initIn } from "../kit/run-example.ts";
import { registry } from "../kit/registry.ts";
import { folder } from "../kit/workspace.ts";
import { runPublish, workspaceFiles } from "./publishing.ts";
import { sampled } from "../kit/sampling.ts";

interface Incident {
  readonly script: string;
  readonly version: string;
  readonly distTag: string | object;
  /** The dist-tags that publishing leads to, unless somebody reads the finding. */
  readonly left: Readonly<Record<string, string>>;
  readonly finding: string;
  readonly script2: string;
  readonly right: Readonly<Record<string, string>>;
}

/** `core` 1.0.0 is published as `latest`, and 1.1.0-beta.0 as `next`. */
const INCIDENTS: Readonly<Record<string, Incident>> = {
  "a prerelease on `latest`": {
    script: "pnpm publish -r --no-git-checks",
    version: "1.1.0-beta.1",
    distTag: { prereleases: "next" },
    left: { latest: "1.1.0-beta.1", next: "1.1.0-beta.0" },
    finding:
      "`core` `1.1.0-beta.1` would be published under `latest`, but track `all` requires `next`",
    script2: "pnpm publish -r --no-git-checks --tag next",
    right: { latest: "1.0.0", next: "1.1.0-beta.1" },
  },
  "a `next` that no release moves": {
    script: "pnpm publish -r --no-git-checks --tag beta",
    version: "1.1.0-beta.1",
    distTag: { prereleases: "next" },
    left: { latest: "1.0.0", next: "1.1.0-beta.0", beta: "1.1.0-beta.1" },
    finding:
      "`core` `1.1.0-beta.1` would be published under `beta`, but track `all` requires `next`",
    script2: "pnpm publish -r --no-git-checks --tag next",
    right: { latest: "1.0.0", next: "1.1.0-beta.1" },
  },
  "a stable release left on `next`": {
    script: "pnpm publish -r --no-git-checks --tag next",
    version: "1.1.0",
    distTag: "latest",
    left: { latest: "1.0.0", next: "1.1.0" },
    finding: "`core` `1.1.0` would be published under `next`, but track `all` requires `latest`",
    script2: "pnpm publish -r --no-git-checks",
    right: { latest: "1.1.0", next: "1.1.0-beta.0" },
  },
  "a release without a dist-tag": {
    script: "npm publish --workspaces",
    version: "1.1.0-beta.1",
    distTag: { prereleases: "next" },
    left: { latest: "1.0.0", next: "1.1.0-beta.0" },
    finding:
      "`core` `1.1.0-beta.1` would get no dist-tag: npm 11 and Bun refuse a prerelease without `--tag`, and npm 10 moves `latest` to it (`npm publish --workspaces`)",
    script2: "npm publish --workspaces --tag next",
    right: { latest: "1.0.0", next: "1.1.0-beta.1" },
  },
};

test.each(sampled(Object.entries(INCIDENTS)))(
  "reports before the release that it ends with %s, and its fix prevents that",
  async (_, { script, version, distTag, left, finding, script2, right }) => {
    const { url, npmrc, publish, packument } = await registry();
    const manager = script.startsWith("npm") ? "npm" : "pnpm";
    const before = { core: { version: "1.1.0-beta.0" } };
    const planner = { devDependencies: { "@changesets/cli": "^3.0.3" } };
    const root = await folder({
      ...workspaceFiles(manager, before, { ...planner, scripts: { release: script } }),
      ".npmrc": npmrc,
      "policies/all.yaml": `packages: ["*"]\ndistTag: ${JSON.stringify(distTag)}\n`,
    });
    initIn(root.path);
    gitIn(root.path, "add", "-A");
    gitIn(root.path, "commit", "-q", "-m", "first");
    gitIn(root.path, "checkout", "-q", "-b", "version");
    await root.writeFile("packages/core/package.json", JSON.stringify({ name: "core", version }));
    gitIn(root.path, "commit", "-q", "-a", "-m", "version");
    const judged = async () => {
      const { findings } = await check({ cwd: root.path, since: "main" });
      return findings.filter(({ rule }) => rule === "dist-tag");
    };
    const found = await judged();
    expect(found.map(({ message }) => plain(message))).toEqual([finding]);
    expect(plain(found[0]!.help)).toContain(`write \`${script2}\` as script \`release\``);

    const seed = async () => {
      await publish("core", "1.0.0");
      await publish("core", "1.1.0-beta.0", "next");
    };
    await seed();
    await runPublish(root.path, url, script);
    expect((await packument("core"))?.["dist-tags"]).toEqual(left);

    await registry();
    await seed();
    const { scripts: _scripts, ...manifest } = JSON.parse(
      await root.readFile("package.json", "utf8"),
    ) as Record<string, unknown>;
    await root.writeFile(
      "package.json",
      JSON.stringify({ ...manifest, scripts: { release: script2 } }),
    );
    expect(await judged()).toEqual([]);
    await runPublish(root.path, url, script2);
    expect((await packument("core"))?.["dist-tags"]).toEqual(right);
  },
);
