import {
  type Facts,
  type PlannerId,
  type Policy,
  type Sentence,
  list,
  say,
} from "@release-policy/core/internal";
import type { PastRelease, PublishScript } from "@release-policy/core/types";
import { SIZE_LIMITS, readText } from "../../files/files.ts";
import { parseJsonObject } from "../../files/json.ts";
import { packageManagerOf } from "../../files/package-manager.ts";
import { type Manifest, textsOf } from "../../workspace/manifest.ts";
import { predictedTag } from "./predicted-tag.ts";
import { publishCommands } from "./publish-commands.ts";

/**
 * How the workspace publishes, and the predicted dist-tag of each planned release. Previously published versions are
 * read from git tags. Notes say what is unknown. Throws `CannotJudge` if a manifest cannot be read.
 */
export function withDistTags(
  root: string,
  facts: Facts,
  policy: Policy,
  history: readonly PastRelease[] = [],
): { readonly facts: Partial<Facts>; readonly notes: readonly Sentence[] } {
  const script = publishScript(root, facts.planner.id, policy);
  if (!script)
    return {
      facts: {},
      notes: [
        say`scripts in ${"package.json"} publish in different ways: name the right command with ${"publish"} in ${"policies/workspace.yaml"}, or dist-tags are not checked`,
      ],
    };
  const pre = facts.pre?.mode === "pre" ? facts.pre.tag : undefined;
  const settingsTag = tagInSettings(root);
  const packages = new Map(facts.packages.map((pkg) => [pkg.name, pkg]));
  const releases = facts.releases.map((release) => {
    const { name, to, dir } = release;
    const command = script.commands.find(({ only }) => !only || only.includes(name));
    const pkg = packages.get(name);
    if (!command || !pkg || pkg.private) return release;
    const tagged = history.filter((past) => past.package === name);
    const distTag = predictedTag(command, {
      version: to,
      pre,
      manifestTag:
        command.tool === "npm" || command.tool === "bun"
          ? textsOf(readManifestIn(root, dir).publishConfig)["tag"]
          : undefined,
      settingsTag,
      published:
        pkg.published ??
        (tagged.length > 0 || pkg.isNew === true
          ? tagged.map(({ version }) => version)
          : undefined),
    });
    return distTag ? { ...release, distTag } : release;
  });
  const doubtful = releases.filter(({ distTag }) => distTag && "orLatest" in distTag);
  return {
    facts: { publishScript: script, releases },
    notes: [
      ...(doubtful.length > 0
        ? [
            say`Changesets publishes a package under ${"latest"} instead of ${pre ?? ""} if the registry only has prereleases of it, which is not known for ${list(doubtful.map(({ name }) => name))}: run ${"release-policy check --online"}`,
          ]
        : []),
      ...(settingsTag === false && script.commands.some(({ tool }) => tool === "npm")
        ? [say`the value of ${"tag"} in ${".npmrc"} is only known to npm`]
        : []),
      ...(script.commands.some(({ tag }) => tag === false)
        ? [say`the value of ${"--tag"} is only known when the release command runs`]
        : []),
    ],
  };
}

const DEFAULTS: Readonly<Record<PlannerId, string>> = {
  "changesets@2": "changeset publish",
  "changesets@3": "changeset publish",
  pnpm: "pnpm publish -r",
};

/** Of scripts that differ, the one with the name that comes first here is the release. */
const NAMES = [
  "release",
  "ci:publish",
  "release:publish",
  "ci:release",
  "publish",
  "changeset:publish",
];

function publishScript(
  root: string,
  planner: PlannerId,
  policy: Policy,
): PublishScript | undefined {
  const manager = packageManagerOf(root) === "pnpm" ? "pnpm" : "npm";
  if (policy.publish) {
    const { command: text, line } = policy.publish;
    return { commands: publishCommands(text), text, from: "policy", at: line.at, manager };
  }
  const at = (...keys: readonly string[]) => ({
    path: "package.json",
    line: 1,
    column: 1,
    pointer: ["scripts", ...keys],
  });
  const found = Object.entries(textsOf(readManifestIn(root, ".").scripts))
    // Those only make snapshots, or nothing.
    .filter(([, text]) => !/--snapshot|--dry-run/.test(text))
    .map(([name, text]) => ({ name, text, commands: publishCommands(text) }))
    .filter(({ commands }) => commands.length > 0);
  const ways = new Set(found.map(({ commands }) => JSON.stringify(commands)));
  const named = NAMES.flatMap((name) => found.find((one) => one.name === name) ?? []);
  const chosen = named[0] ?? (ways.size === 1 ? found[0] : undefined);
  if (chosen) {
    const { name, text, commands } = chosen;
    return { commands, text, from: "script", at: at(name), manager };
  }
  if (found.length > 0) return undefined;
  const text = DEFAULTS[planner];
  return { commands: publishCommands(text), text, from: "default", at: at(), manager };
}

/** `tag` in the `.npmrc` of a workspace, which npm publishes under; false where it comes from a variable. */
function tagInSettings(root: string): string | false | undefined {
  const text = readText(root, ".npmrc", SIZE_LIMITS.settings) ?? "";
  const tag = [...text.matchAll(/^[ \t]*tag[ \t]*=[ \t]*["']?([^"'\s#;]+)/gm)].at(-1)?.[1];
  return tag?.includes("$") ? false : tag;
}

/** The package.json of a folder of the workspace. Throws `CannotJudge` if it cannot be read. */
export function readManifestIn(root: string, dir: string): Manifest {
  const path = dir === "." ? "package.json" : `${dir}/package.json`;
  const text = readText(root, path, SIZE_LIMITS.manifest);
  return text === undefined ? {} : parseJsonObject(path, text);
}
