import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PredictedTag, PublishCommand } from "@release-policy/core/types";
import { expect, test } from "vitest";
import { predictedTag } from "../../src/planners/publishing/predicted-tag.ts";
import { publishCommands } from "../../src/planners/publishing/publish-commands.ts";
import { gitIn, initIn } from "../kit/run-example.ts";
import { registry } from "../kit/registry.ts";
import { folder } from "../kit/workspace.ts";
import { installBun, runPublish, workspaceFiles, yarnSettings } from "./publishing.ts";

/** A package with what was published of it before, and its versions without and with a prerelease. */
const PACKAGES = {
  "first release": { published: [], stable: "1.0.0", beta: "1.0.0-beta.0" },
  "after 1.0.0": { published: ["1.0.0"], stable: "1.1.0", beta: "1.1.0-beta.0" },
  "after 1.0.0-beta.0": {
    published: ["1.0.0-beta.0"],
    stable: "1.0.0",
    beta: "1.0.0-beta.1",
  },
  "1.x after 2.0.0": { published: ["1.0.0", "2.0.0"], stable: "1.4.1", beta: "1.4.1-beta.0" },
  "`publishConfig.tag: lts`": {
    published: ["1.0.0"],
    stable: "1.1.0",
    beta: "1.1.0-beta.0",
    manifestTag: "lts",
  },
} as const;
type Situation = keyof typeof PACKAGES;
const SITUATIONS = Object.keys(PACKAGES) as Situation[];

interface Run {
  readonly command: string;
  readonly major?: 2 | 3;
  readonly manager: "npm" | "pnpm" | "yarn" | "bun";
  /** `tag` in `.npmrc`. */
  readonly settingsTag?: string;
  readonly version: "stable" | "beta";
  readonly pre?: "beta";
  /** Run also where not every run is asked for: each starts dozens of processes. */
  readonly sampled?: true;
}

const YARN = "yarn workspaces foreach -A --no-private npm publish";

const RUNS: readonly Run[] = [
  ...([2, 3] as const).flatMap((major): Run[] => [
    { command: "changeset publish", major, manager: "pnpm", version: "stable" },
    { command: "changeset publish", major, manager: "pnpm", version: "beta" },
    {
      command: "changeset publish",
      major,
      manager: "pnpm",
      version: "beta",
      pre: "beta",
      ...(major === 3 ? { sampled: true } : {}),
    },
    { command: "changeset publish --tag next", major, manager: "pnpm", version: "stable" },
    {
      command: "changeset publish --tag next",
      major,
      manager: "pnpm",
      version: "beta",
      pre: "beta",
    },
  ]),
  { command: "changeset publish", major: 3, manager: "npm", version: "beta", pre: "beta" },
  { command: "changeset publish", major: 3, manager: "npm", version: "stable" },
  { command: "changeset publish", major: 2, manager: "npm", version: "beta", pre: "beta" },
  { command: "changeset publish", major: 2, manager: "npm", version: "stable" },
  { command: "pnpm publish -r", manager: "pnpm", version: "stable" },
  { command: "pnpm publish -r", manager: "pnpm", version: "beta", sampled: true },
  { command: "pnpm publish -r --tag next", manager: "pnpm", version: "beta" },
  { command: "npm publish --workspaces", manager: "npm", version: "stable" },
  { command: "npm publish --workspaces", manager: "npm", version: "beta", sampled: true },
  { command: "npm publish --workspaces --tag next", manager: "npm", version: "beta" },
  { command: "npm publish --workspaces", manager: "npm", version: "beta", settingsTag: "rc" },
  { command: YARN, manager: "yarn", version: "stable" },
  { command: YARN, manager: "yarn", version: "beta" },
  { command: `${YARN} --tag next`, manager: "yarn", version: "beta" },
  { command: "bun publish -r", manager: "bun", version: "stable" },
  { command: "bun publish -r", manager: "bun", version: "beta" },
  { command: "bun publish -r --tag next", manager: "bun", version: "beta" },
  { command: "bun publish -r", manager: "bun", version: "beta", settingsTag: "rc" },
];

const TESTED = process.env["EVERY_CASE"] ? RUNS : RUNS.filter(({ sampled }) => sampled);

const predicted = (
  { command, version, pre, settingsTag }: Run,
  situation: Situation,
): PredictedTag | undefined => {
  const [parsed] = publishCommands(command) as readonly [PublishCommand];
  const pkg = PACKAGES[situation];
  return predictedTag(parsed, {
    version: pkg[version],
    pre,
    published: pkg.published,
    settingsTag,
    manifestTag: "manifestTag" in pkg ? pkg.manifestTag : undefined,
  });
};

const wordOf = (tag: PredictedTag | undefined): string =>
  tag === undefined ? "?" : "tag" in tag ? tag.tag : "refused";

const nameOf = (situation: Situation): string => `p${SITUATIONS.indexOf(situation)}`;

const title = ({ command, major, manager, version, pre, settingsTag }: Run): string =>
  `\`${command}\`${settingsTag ? ` and \`tag=${settingsTag}\` in .npmrc` : ""}${major ? ` (Changesets ${major}, ${manager})` : ""} | ${pre ? "pre mode" : version === "beta" ? "prerelease" : "stable"}`;

test.each(TESTED.map((run) => [title(run), run] as const))(
  "publishes as predicted: %s",
  async (_, run) => {
    const { url, npmrc, publish, packument } = await registry();
    for (const situation of SITUATIONS)
      for (const version of PACKAGES[situation].published)
        await publish(nameOf(situation), version);
    const packages = Object.fromEntries(
      SITUATIONS.map((situation) => {
        const pkg = PACKAGES[situation];
        const config = "manifestTag" in pkg ? { publishConfig: { tag: pkg.manifestTag } } : {};
        return [nameOf(situation), { version: pkg[run.version], ...config }];
      }),
    );
    const pre = { mode: "pre", tag: run.pre, initialVersions: {}, changesets: [] };
    const { path } = await folder({
      ...workspaceFiles(run.manager, packages),
      ".npmrc": run.settingsTag ? `${npmrc}tag=${run.settingsTag}\n` : npmrc,
      ...(run.manager === "yarn" ? yarnSettings(url, npmrc) : {}),
      ...(run.pre ? { ".changeset/pre.json": JSON.stringify(pre) } : {}),
    });
    initIn(path);
    gitIn(path, "add", "-A");
    gitIn(path, "commit", "-q", "-m", "first");
    // No command looks at the branch.
    gitIn(path, "checkout", "-q", "-b", "maint/1.x");
    const results: Record<string, string> = {};
    // npm and Bun stop at the first package that they refuse.
    const commands = /^(?:npm|bun)/.test(run.command)
      ? SITUATIONS.map((situation) =>
          run.command
            .replace("--workspaces", `-w ${nameOf(situation)}`)
            .replace("-r", `--filter ${nameOf(situation)}`),
        )
      : [run.command.replace("pnpm publish", "pnpm publish --no-git-checks")];
    if (run.manager === "bun") installBun();
    if (run.manager === "yarn") commands.unshift("yarn install");
    let output = "";
    for (const command of commands)
      output += (await runPublish(path, url, command, run.major)).text;
    for (const situation of SITUATIONS) {
      const tags = (await packument(nameOf(situation)))?.["dist-tags"] ?? {};
      const version = PACKAGES[situation][run.version];
      const under = Object.keys(tags).filter((tag) => tags[tag] === version);
      // A registry also points `latest` to the first version of a package, whatever its dist-tag.
      const given = under.length > 1 ? under.filter((tag) => tag !== "latest") : under;
      results[situation] = given.join(" and ") || "refused";
    }
    const expected = Object.fromEntries(
      SITUATIONS.map((situation) => [situation, wordOf(predicted(run, situation))]),
    );
    expect(results, output).toEqual(expected);
  },
);

test("the table in the docs matches the predictions", () => {
  const header = `| Command | Version | ${SITUATIONS.join(" | ")} |`;
  const rows = RUNS.map(
    (run) =>
      `| ${title(run)} | ${SITUATIONS.map((situation) => wordOf(predicted(run, situation))).join(" | ")} |`,
  );
  const table = [header, `| ${"--- | ".repeat(SITUATIONS.length + 2).trim()}`, ...rows].join("\n");
  const page = readFileSync(join(import.meta.dirname, "../../../../docs/dist-tags.md"), "utf8");
  expect(page).toContain(table);
});
