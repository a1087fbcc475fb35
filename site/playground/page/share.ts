import type { PlannerId } from "@release-policy/core/types";
import type { Workspace } from "./workspace.ts";

const PLANNERS = new Map<unknown, PlannerId>(
  (["changesets@2", "changesets@3", "pnpm"] as const).map((id) => [id, id]),
);

/** The planner of that id; undefined for any other text. */
export const plannerNamed = (id: unknown): PlannerId | undefined => PLANNERS.get(id);

const PREFIX = "#w1.";
/** Longer addresses are cut by chat programs and mail. */
const LONGEST = 30_000;
const MOST_BYTES = 1024 * 1024;

/** The hash of an address that opens the workspace. Throws with a message for the user if it would be too long. */
export async function hashOf(workspace: Workspace): Promise<string> {
  const bytes = await through(
    new TextEncoder().encode(JSON.stringify(workspace)),
    new CompressionStream("deflate-raw"),
  );
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const hash = PREFIX + base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  if (hash.length > LONGEST)
    throw new Error(
      `This workspace is too large for a link (${hash.length} characters, limit: ${LONGEST}).`,
    );
  return hash;
}

/**
 * The workspace that a hash has, undefined where it has none. Anybody can write one: its size is bounded before and after it
 * is unpacked, and only texts are taken. Throws with a message for the user.
 */
export async function workspaceOf(hash: string): Promise<Workspace | undefined> {
  if (!hash.startsWith(PREFIX)) return undefined;
  if (hash.length > LONGEST) throw new Error("This link is too long to be read.");
  let data: unknown;
  try {
    const packed = Uint8Array.from(
      atob(hash.slice(PREFIX.length).replaceAll("-", "+").replaceAll("_", "/")),
      (one) => one.charCodeAt(0),
    );
    const bytes = await through(packed, new DecompressionStream("deflate-raw"));
    data = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Error("This link is damaged: it was probably cut.");
  }
  const workspace = readWorkspace(data);
  if (!workspace) throw new Error("This link does not contain a workspace.");
  return workspace;
}

function readWorkspace(data: unknown): Workspace | undefined {
  if (!isRecord(data)) return undefined;
  const { texts, base, planner, branch, today, tags } = data;
  if (!isTexts(texts) || (base !== undefined && !isTexts(base))) return undefined;
  if (!isDay(today) || (branch !== undefined && typeof branch !== "string")) return undefined;
  const named = plannerNamed(planner);
  if (planner !== undefined && !named) return undefined;
  if (tags !== undefined && !(Array.isArray(tags) && tags.every(isTag))) return undefined;
  return {
    texts,
    today,
    ...(base === undefined ? {} : { base }),
    ...(named ? { planner: named } : {}),
    ...(branch === undefined ? {} : { branch }),
    ...(tags === undefined ? {} : { tags }),
  };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isTexts = (value: unknown): value is Readonly<Record<string, string>> =>
  isRecord(value) && Object.values(value).every((text) => typeof text === "string");

const isDay = (value: unknown): value is string =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);

const isTag = (value: unknown): value is NonNullable<Workspace["tags"]>[number] =>
  isRecord(value) &&
  typeof value["tag"] === "string" &&
  isDay(value["date"]) &&
  typeof value["time"] === "number";

/** The bytes at the other end of a stream. Throws where there are too many. */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MOST_BYTES) {
      await reader.cancel();
      throw new Error("This workspace is too large to be shared.");
    }
    chunks.push(value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
