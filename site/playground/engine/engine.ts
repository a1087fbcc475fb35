import { judgedWorkspace } from "../../../packages/cli/src/check/check.ts";
import { placedError } from "../../../packages/cli/src/check/placed-error.ts";
import type { Report } from "../../../packages/cli/src/check/report.ts";
import { CannotJudge, type Obstacle } from "../../../packages/cli/src/errors.ts";
import type { Tag } from "../../../packages/cli/src/git/tags.ts";
import type { PlannerId } from "@release-policy/core/types";
import { TextFolders, type Texts } from "./text-folders.ts";

/** A workspace as texts by path, and what a check of it would report on the command line. */
export interface Question {
  readonly texts: Texts;
  /** What the texts are compared with. */
  readonly base?: Texts;
  readonly planner?: PlannerId;
  readonly branch?: string;
  /** `2026-11-22` */
  readonly today: string;
  readonly tags?: readonly Tag[];
}

export type Answer = { readonly report: Report } | { readonly obstacles: readonly Obstacle[] };

/**
 * What `release-policy check` says of texts in memory: the code of the command line, which reads them from a folder in memory.
 * Nothing of the texts is run, and the bundled planner plans.
 */
export async function answer({ texts, base, tags, ...options }: Question): Promise<Answer> {
  const folders = new TextFolders(texts, base);
  try {
    const root = await folders.write("head");
    const { report } = await judgedWorkspace(root, folders, {
      ...options,
      ofStranger: true,
      advice: true,
      // With a base, the command line is in a repository, which may have no tags.
      ...(tags || base ? { tags: tags ?? [] } : {}),
      ...(base ? { since: "main", difference: folders.difference } : {}),
    });
    return { report };
  } catch (thrown) {
    const error = placedError(thrown, undefined, folders.roots);
    if (error instanceof CannotJudge) return { obstacles: error.obstacles };
    throw error;
  } finally {
    folders.dispose();
  }
}
