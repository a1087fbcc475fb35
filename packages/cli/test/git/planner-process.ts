import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { PlannerId } from "@release-policy/core";
import { getPackagesSync } from "@manypkg/get-packages";
import { assembleReleasePlan as assemblePnpm, readChangeIntents } from "@pnpm/releasing.versioning";
import { CLI_PACKAGES } from "../kit/installed.ts";
import { readWorkspaceFile } from "../../src/workspace/workspace-file.ts";
import { findPnpmProjects } from "../../src/workspace/finders/pnpm-projects.ts";

const require = createRequire(import.meta.url);

/** `@acme/plugin 1.0.0` of each release; `refused` where the planner throws. */
export type Released = readonly string[] | "refused";

/** A package that the command line of a major brings along, as that finds it. */
const packageOf = async <T>(major: 2 | 3, path: string): Promise<T> => {
  const cli = realpathSync(dirname(require.resolve(`${CLI_PACKAGES[major]}/package.json`)));
  return (await import(pathToFileURL(join(dirname(cli), path)).href)) as T;
};

export interface Question {
  readonly root: string;
  readonly planner: PlannerId;
}

interface NativePlan {
  readonly releases: readonly {
    readonly name: string;
    readonly type: string;
    readonly newVersion: string;
  }[];
}

const READERS: Readonly<Record<PlannerId, (root: string) => Promise<NativePlan>>> = {
  "changesets@2": async (root) => {
    const { default: wrapped } = await packageOf<{ default: unknown }>(
      2,
      "get-release-plan/dist/changesets-get-release-plan.cjs.js",
    );
    const plan = ((wrapped as { default?: unknown }).default ?? wrapped) as (
      root: string,
    ) => Promise<NativePlan>;
    return await plan(root);
  },
  // What `changeset version` of Changesets 3 calls, one after the other.
  "changesets@3": async (root) => {
    const { readChangesets } = await packageOf<{
      readChangesets: (at: string) => Promise<unknown>;
    }>(3, "read/dist/index.mjs");
    const { readPreState } = await packageOf<{ readPreState: (at: string) => Promise<unknown> }>(
      3,
      "pre/dist/index.mjs",
    );
    const { readConfig } = await packageOf<{
      readConfig: (at: string, packages: unknown) => Promise<{ config?: unknown } | undefined>;
    }>(3, "config/dist/index.mjs");
    const { assembleReleasePlan } = await packageOf<{
      assembleReleasePlan: (...args: readonly unknown[]) => NativePlan;
    }>(3, "assemble-release-plan/dist/index.mjs");
    const packages = getPackagesSync(root);
    const read = await readConfig(root, packages);
    const config = read && "config" in read ? read.config : read;
    if (!config) throw new Error("the config is refused");
    const pre = await readPreState(root);
    return assembleReleasePlan(await readChangesets(root), packages, config, pre);
  },
  pnpm: async (root) => {
    const settings = readWorkspaceFile(root);
    const { packages } = findPnpmProjects(root, settings);
    const { releases } = assemblePnpm({
      workspaceDir: root,
      projects: packages.map(({ dir, manifest }) => ({
        rootDir: dir,
        manifest: manifest as object,
      })),
      intents: await readChangeIntents(root),
      ledger: {},
      versioning: settings?.versioning ?? {},
      unpublishedDirs: new Set(),
    });
    return {
      releases: releases.map(({ name, bumpType, newVersion }) => ({
        name,
        type: bumpType,
        newVersion,
      })),
    };
  },
};

async function released(root: string, planner: PlannerId): Promise<Released> {
  try {
    const { releases } = await READERS[planner](root);
    return releases
      .filter(({ type }) => type !== "none")
      .map(({ name, newVersion }) => `${name} ${newVersion}`)
      .toSorted();
  } catch {
    return "refused";
  }
}

/** Answers each question in turn. Changesets 2 leaves promises behind that nobody handles when it fails. */
process.on("unhandledRejection", () => {});
process.on("message", ({ root, planner }: Question) => {
  void released(root, planner).then((answer) => process.send?.(answer));
});
