import { SIZE_LIMITS, readText } from "../../files/files.ts";
import { parseJsonObject } from "../../files/json.ts";
import { putFile } from "../../files/writing/put-file.ts";
import { PRE_FILE } from "../../planners/changesets/pre-state.ts";

/** Ends the pre mode of a scratch as `changeset pre exit` would: a change may leave it and make versions at once. */
export function leavePreMode(scratch: string): void {
  const text = readText(scratch, PRE_FILE, SIZE_LIMITS.manifest);
  if (text === undefined) return;
  const state = { ...parseJsonObject(PRE_FILE, text), mode: "exit" };
  const file = { path: PRE_FILE, as: "text" } as const;
  putFile(scratch, file, Buffer.from(JSON.stringify(state)), new Set(), "w");
}
