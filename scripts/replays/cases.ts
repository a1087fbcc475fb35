import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Manifest } from "../../packages/cli/src/workspace/manifest.ts";

/** A release commit of a public repository: the workspace before it, and the versions that it wrote. */
export interface Case {
  readonly repo: string;
  readonly commit: string;
  readonly date: string;
  readonly cli: string | null;
  readonly manager: "pnpm" | "pnpm+workspaces" | "yarn/npm/bun" | "lerna" | "root";
  readonly workspaces: readonly string[];
  readonly config: object;
  readonly pre: object | null;
  readonly packages: readonly { readonly dir: string; readonly manifest: Manifest }[];
  readonly changesets: readonly { readonly id: string; readonly text: string }[];
  readonly after: Readonly<Record<string, string>>;
  readonly bucket: "plain" | "pre" | "exit" | "own-only" | "incident";
  /** The planner release that the commit used; null where the newest gives the same. */
  readonly engine: string | null;
  readonly class: "exact" | "exact-own-engine-only";
}

const FOLDER = join(import.meta.dirname, "../../../shared/data/replays");

/** All cases. Throws where the data is missing: a replay that runs nothing proves nothing. */
export function readCases(): readonly Case[] {
  const path = join(FOLDER, "cases.jsonl");
  if (!existsSync(path))
    throw new Error("the replays need shared/data/replays/cases.jsonl beside the checkout");
  return readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Case);
}
