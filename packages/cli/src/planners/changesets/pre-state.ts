import { join } from "node:path";
import type { PlannerId, PreMode } from "@release-policy/core/types";
import { CannotJudge } from "../../errors.ts";
import { oddKeys } from "../../files/ambiguous-json-keys.ts";
import { SIZE_LIMITS, readText, refuseMark, sharedContent } from "../../files/files.ts";
import { parseJsonObject } from "../../files/json.ts";

export const PRE_FILE = ".changeset/pre.json";

/** `.changeset/pre.json`, in the form of Changesets 2 (with its lists) or of 3 (without). */
export interface PreState {
  readonly mode: PreMode["mode"];
  readonly tag: string;
  readonly initialVersions?: Readonly<Record<string, string>>;
  readonly changesets?: readonly string[];
}

export interface PreReading {
  /** What the planner takes: as written for Changesets 2, without the lists for 3. */
  readonly state: PreState;
  readonly mode: PreMode;
  /** Changesets that earlier prereleases used, by their ids in pre.json. */
  readonly consumed: ReadonlySet<string>;
}

/**
 * Reads pre.json without touching it: Changesets' own reader moves files when it finds the form of
 * Changesets 2 in a workspace of 3. Undefined outside pre mode. Throws `CannotJudge` on anything else.
 */
export function readPreState(root: string, planner: PlannerId): PreReading | undefined {
  const content = sharedContent(join(root, PRE_FILE));
  const known = content && LAST.get(content);
  if (known?.planner === planner) return known.reading;
  const text = readText(root, PRE_FILE, SIZE_LIMITS.manifest);
  if (text === undefined || planner === "pnpm") return undefined;
  refuseMark(root, PRE_FILE);
  const odd = oddKeys(PRE_FILE, text);
  if (odd.length > 0) throw new CannotJudge(...odd);
  const { mode, tag, ...lists } = parseJsonObject(PRE_FILE, text);
  const at = { path: PRE_FILE, line: 1, column: 1, pointer: ["mode"] };
  if ((mode !== "pre" && mode !== "exit") || typeof tag !== "string") {
    throw new CannotJudge({
      message: `${PRE_FILE} is invalid (expected mode \`pre\` or \`exit\` and a tag)`,
      help: "create it again with `pnpm changeset pre enter <tag>`",
      at: { path: PRE_FILE, line: 1, column: 1 },
    });
  }
  const used = lists["changesets"];
  const reading: PreReading = {
    state: planner === "changesets@3" ? { mode, tag } : { mode, tag, ...lists },
    mode: { mode, tag, at },
    consumed: new Set(Array.isArray(used) ? used.map(String) : []),
  };
  if (content) LAST.set(content, { planner, reading });
  return reading;
}

/** What was read of a text last: a commit has that of the next release's base. Planners only read it. */
const LAST = new WeakMap<Buffer, { readonly planner: PlannerId; readonly reading: PreReading }>();
