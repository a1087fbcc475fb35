import { posix } from "node:path";
import { Buffer } from "./buffer.ts";

/**
 * The part of `node:fs` that a check uses, over files in memory: texts by absolute path, folders as `undefined`. A library
 * with all of it would be larger than the rest of the playground.
 */
const entries = new Map<string, string | undefined>([["/", undefined]]);
entries.set("/tmp", undefined);

interface Options {
  readonly throwIfNoEntry?: boolean;
  readonly withFileTypes?: boolean;
  readonly recursive?: boolean;
  readonly force?: boolean;
  readonly encoding?: string;
}

const at = (path: unknown): string =>
  posix.resolve("/", path instanceof URL ? path.pathname : String(path)).replace(/(.)\/$/, "$1");

class Entry {
  readonly name: string;
  readonly parentPath: string;
  readonly size: number;
  readonly mode: number;
  readonly #isFolder: boolean;

  constructor(path: string) {
    const text = entries.get(path);
    [this.name, this.parentPath] = [posix.basename(path), posix.dirname(path)];
    this.#isFolder = text === undefined;
    this.size = text === undefined ? 0 : Buffer.byteLength(text);
    this.mode = text === undefined ? 0o40_755 : 0o100_644;
  }

  isFile = (): boolean => !this.#isFolder;
  isDirectory = (): boolean => this.#isFolder;
  isSymbolicLink = (): boolean => false;
}

function refusal(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code, path });
}

/** What is missing because a file stands where a folder should be is `ENOTDIR`. */
function missing(path: string): Error {
  for (let above = posix.dirname(path); above !== "/"; above = posix.dirname(above))
    if (entries.get(above) !== undefined) return refusal("ENOTDIR", path);
  return refusal("ENOENT", path);
}

export function lstatSync(path: unknown, { throwIfNoEntry = true }: Options = {}) {
  const full = at(path);
  if (entries.has(full)) return new Entry(full);
  if (throwIfNoEntry) throw missing(full);
  return undefined;
}

export const statSync = (path: unknown, options?: Options) => lstatSync(path, options);
export const existsSync = (path: unknown): boolean => entries.has(at(path));

export function accessSync(path: unknown): void {
  lstatSync(path);
}

export function realpathSync(path: unknown): string {
  lstatSync(path);
  return at(path);
}

export function readlinkSync(path: unknown): never {
  lstatSync(path);
  throw refusal("EINVAL", at(path));
}

export function readFileSync(path: unknown, options?: Options | string): Uint8Array | string {
  const full = at(path);
  const text = entries.get(full);
  if (text === undefined) throw entries.has(full) ? refusal("EISDIR", full) : missing(full);
  return (typeof options === "string" ? options : options?.encoding) ? text : Buffer.from(text);
}

export function readdirSync(path: unknown, options?: Options | string): unknown[] {
  const full = at(path);
  if (!lstatSync(full)?.isDirectory()) throw refusal("ENOTDIR", full);
  const inside = [...entries.keys()].filter((one) => one !== "/" && posix.dirname(one) === full);
  if (typeof options === "object" && options.withFileTypes)
    return inside.map((one) => new Entry(one));
  const names = inside.map((one) => posix.basename(one));
  const isBytes = typeof options === "object" && options.encoding === "buffer";
  return isBytes ? names.map((name) => Buffer.from(name)) : names;
}

export function mkdirSync(path: unknown, { recursive = false }: Options = {}): void {
  const full = at(path);
  const above = posix.dirname(full);
  if (entries.has(full)) {
    if (recursive && entries.get(full) === undefined) return;
    throw refusal("EEXIST", full);
  }
  if (recursive && above !== full) mkdirSync(above, { recursive });
  if (entries.get(above) !== undefined || !entries.has(above)) throw missing(full);
  entries.set(full, undefined);
}

let made = 0;

export function mkdtempSync(prefix: string): string {
  const path = at(`${prefix}${String((made += 1)).padStart(6, "0")}`);
  mkdirSync(path);
  return path;
}

export function writeFileSync(path: unknown, content: string): void {
  const full = at(path);
  if (!entries.has(posix.dirname(full))) throw missing(full);
  if (entries.has(full) && entries.get(full) === undefined) throw refusal("EISDIR", full);
  entries.set(full, content);
}

export function copyFileSync(from: unknown, to: unknown): void {
  writeFileSync(to, String(readFileSync(from, "utf8")));
}

export function rmSync(path: unknown, { recursive = false, force = false }: Options = {}): void {
  const full = at(path);
  if (!entries.has(full) && !force) throw missing(full);
  entries.delete(full);
  if (!recursive) return;
  for (const one of entries.keys()) if (one.startsWith(`${full}/`)) entries.delete(one);
}

export const constants = { F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1 };
export default {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
};
