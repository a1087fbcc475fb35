// The least that any check on the official planner has to do: the floor, front matter by js-yaml, and the plan.
import { readFileSync, readdirSync } from "node:fs";
import { assembleReleasePlan } from "@changesets/assemble-release-plan";
import { load } from "js-yaml";
import { laterOptimization, steadyNewSpace } from "../../packages/cli/src/node-version.ts";
import { withoutUnread } from "../../packages/cli/src/workspace/changesets/changesets-3.ts";

const FRONT_MATTER = /\s*---([^]*?)\r?\n\s*---(\s*(?:\n|$)[^]*)/;
const rootDir = process.cwd();
const packages = [];

function walk(dir, depth) {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      if (depth > 0 && entry.name !== "node_modules" && entry.name !== ".git")
        walk(`${dir}/${entry.name}`, depth - 1);
    } else if (entry.name === "package.json") {
      const packageJson = JSON.parse(readFileSync(`${dir}/package.json`, "utf8"));
      if (packageJson.name) packages.push({ dir, packageJson });
    }
  }
}

function changesetOf(name) {
  const text = readFileSync(`.changeset/${name}`, "utf8");
  const [, releases, summary] = FRONT_MATTER.exec(text);
  return {
    id: name.slice(0, -3),
    summary: summary.trim(),
    releases: Object.entries(load(releases) ?? {}).map(([key, type]) => ({ name: key, type })),
  };
}

const setFlags = (flags) => process.getBuiltinModule("node:v8").setFlagsFromString(flags.join(" "));

walk(rootDir, 3);
// As `check` does.
if (packages.length >= 300) setFlags(laterOptimization());
if (packages.length >= 2000) setFlags(steadyNewSpace());
const names = readdirSync(".changeset");
const changesets = names
  .filter((name) => name.endsWith(".md") && name !== "README.md")
  .map((name) => changesetOf(name));
const pre = names.includes("pre.json")
  ? JSON.parse(readFileSync(".changeset/pre.json", "utf8"))
  : undefined;
const config = {
  fixed: [],
  linked: [],
  ignore: [],
  updateInternalDependencies: "patch",
  bumpVersionsWithWorkspaceProtocolOnly: false,
  privatePackages: { version: true, tag: false },
  snapshot: { useCalculatedVersion: false, prereleaseTemplate: null },
  ___experimentalUnsafeOptions_WILL_CHANGE_IN_PATCH: {
    onlyUpdatePeerDependentsWhenOutOfRange: false,
    updateInternalDependents: "out-of-range",
  },
  ...JSON.parse(readFileSync(".changeset/config.json", "utf8")),
};
const rootPackage = packages.find(({ dir }) => dir === rootDir);
const others = packages.filter((one) => one !== rootPackage);
const { packages: lean } = withoutUnread({ rootDir, rootPackage, packages: others });
const { releases } = assembleReleasePlan(changesets, lean, config, pre);
if (releases.length === 0) throw new Error("the plan is empty");
// As `check` does: otherwise Node takes the heap apart.
// oxlint-disable-next-line unicorn/no-process-exit
process.exit();
