import { createHash } from "node:crypto";

/** What the first line of our comment says of the rest. */
export interface Marker {
  readonly key: string;
  /** Of two runs the one with the greater number is newer. */
  readonly run: number;
  readonly head: string;
  readonly digest: string;
}

/** The key of a repository with one workspace. */
export const MAIN_KEY = "main";

const LINE =
  /^<!-- rp:sticky:([a-z0-9][a-z0-9._/-]{0,63}) v1 run=(0|[1-9]\d{0,15}) head=([\da-f]{40}|[\da-f]{64}) digest=([\da-f]{16}) -->\r?\n/;
const DIGESTED = /^x-[\da-f]{16}$/;
const KEY = /^[a-z0-9](?:[._/-]?[a-z0-9]){0,31}$/;

const shortHash = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 16);

/** The key in a form that fits a marker: itself, or a digest. */
export const markerKey = (text: string): string =>
  KEY.test(text) && !DIGESTED.test(text) ? text : `x-${shortHash(text)}`;

/** Sixteen digits of the text's hash. Line endings and trailing text do not count: forges change them. */
export const textDigest = (text: string): string =>
  shortHash(text.replaceAll("\r\n", "\n").trimEnd());

/** A comment of ours: the marker as its first line, then the text. */
export const withMarker = (text: string, { key, run, head }: Omit<Marker, "digest">): string =>
  `<!-- rp:sticky:${markerKey(key)} v1 run=${run} head=${head} digest=${textDigest(text)} -->\n${text}`;

/** The marker of a comment, where its first line is one to the letter; and the text under it. */
export function readMarker(
  body: string,
): { readonly marker: Marker; readonly text: string } | undefined {
  const found = LINE.exec(body);
  if (!found) return undefined;
  const [line, key = "", run, head = "", digest = ""] = found;
  if (!Number.isSafeInteger(Number(run))) return undefined;
  return { marker: { key, run: Number(run), head, digest }, text: body.slice(line.length) };
}

/** The number of a run on an Actions runner: every attempt of it is newer than the one before. */
export const runNumber = (id: number, attempt: number): number => id * 100 + Math.min(attempt, 99);
