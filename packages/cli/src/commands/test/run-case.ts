import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  EXAMPLE_DAY,
  exampleFiles,
  idsOf,
  type Finding,
  type PlannerId,
  type Policy,
  type PolicyTestCase,
  judge,
  testFolder,
} from "@release-policy/core";
import { load } from "../../check/load.ts";
import { CannotJudge } from "../../errors.ts";
import { isSafePath } from "../../files/files.ts";
import { removeEntry, temporaryFolder } from "../../files/temporary-folder.ts";
import { rules } from "../../policy/rules.ts";

const BEYOND_PLAN = idsOf(rules, ({ beyondPlan }) => beyondPlan);

/**
 * The findings of the policy in the workspace of a case, which is written temporarily for the planner. Throws
 * `CannotJudge` if no plan can be made.
 */
export async function runCase(
  given: PolicyTestCase,
  policy: Policy,
  planner: PlannerId,
): Promise<readonly Finding[]> {
  const root = temporaryFolder("test-");
  try {
    write(root, filesOf(given, planner));
    const { today = EXAMPLE_DAY, branch = "main" } = given;
    const { facts } = await load(root, policy, { today, planner, mayRunInstalled: false });
    const { findings } = judge({ ...facts, branch }, policy, rules);
    const named = new Set(given.expect?.map(({ rule }) => rule));
    return findings.filter(({ rule }) => !BEYOND_PLAN.has(rule) || named.has(rule));
  } finally {
    removeEntry(root);
  }
}

function filesOf(given: PolicyTestCase, planner: PlannerId): Readonly<Record<string, string>> {
  const { packages, changesets = {}, config, pre, groups, workspace, files = {} } = given;
  const names = Object.keys(packages);
  const folders = names.map((name) => testFolder(name, packages[name]!));
  const versioning = { ...groups, ...(workspace?.["versioning"] as object | undefined) };
  return {
    ...exampleFiles({
      packages: {},
      policies: {},
      changesets,
      planner,
      config: { ...groups, ...config },
      workspace: {
        ...workspace,
        packages: folders,
        ...(planner === "pnpm" ? { versioning } : {}),
      },
      ...(pre ? { pre } : {}),
    }),
    ...Object.fromEntries(names.map((name, i) => caseManifest(name, folders[i]!, packages[name]!))),
    ...files,
  };
}

function caseManifest(
  name: string,
  folder: string,
  given: PolicyTestCase["packages"][string],
): [string, string] {
  const { dir: _, ...manifest } = typeof given === "string" ? { version: given, dir: "" } : given;
  return [`${folder}/package.json`, JSON.stringify({ name, ...manifest }, null, 2)];
}

function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    if (!isSafePath(path)) throw new CannotJudge({ message: `${path} is outside the workspace` });
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
