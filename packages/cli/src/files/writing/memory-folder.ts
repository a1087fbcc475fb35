import { remembered } from "@release-policy/core/internal";
import { join, normalize, sep } from "node:path";
import { MEMORY_MARK, type MemoryEntry, memories } from "../files.ts";

/** Of what is not a folder: many thousands of maps would have to be collected. */
const NONE = new Map<string, never>();

class Entry implements MemoryEntry {
  readonly name: string;
  readonly size: number;
  readonly content: Buffer | undefined;
  readonly entries: Map<string, Entry>;
  readonly as: MemoryFile["as"];

  constructor(name: string, { as, content }: MemoryFile) {
    this.name = name;
    this.size = typeof content === "number" ? content : content.length;
    this.content = typeof content === "number" ? undefined : content;
    this.as = as;
    this.entries = as === "folder" ? new Map() : NONE;
  }

  isFile(): boolean {
    return this.as === "file";
  }

  isDirectory(): boolean {
    return this.as === "folder";
  }

  isSymbolicLink(): boolean {
    return this.as === "link";
  }
}

interface MemoryFile {
  readonly as: "file" | "folder" | "link";
  /** Or the size of what is too large to be read. */
  readonly content: Buffer | number;
}

const EMPTY = Buffer.alloc(0);
const FOLDER: MemoryFile = { as: "folder", content: EMPTY };

/** As file systems limit them, in bytes, so that a commit is refused here as where it is checked out. */
const LONGEST = { name: 255, path: 4095 } as const;

const folders = new Map<string, MemoryFolder>();
let count = 0;

/**
 * Files that are read as a folder is, but are not on disk. Planners name packages by the paths of their folders, so this
 * has a path as well: the functions in files.ts know it, and nothing on disk has it.
 */
export class MemoryFolder {
  readonly root: string;
  readonly #entries = new Map<string, Entry>([[".", new Entry("", FOLDER)]]);
  readonly #removals: (() => void)[] = [];
  /** Of a path in it, in bytes. */
  readonly #longest: number;
  /** Where it is on disk, if it was written there and has not changed since. */
  copy: string | undefined;

  /** `parent` is a folder on disk: below the temporary one, `..` leads nowhere else than from a scratch on disk. */
  constructor(parent: string) {
    this.root = join(parent, `${MEMORY_MARK}${process.pid}-${count++}`);
    this.#longest = LONGEST.path - Buffer.byteLength(`${this.root}/`);
    folders.set(this.root, this);
    memories.set(this.root, this);
  }

  /** What is there, by its path in the folder. */
  at(path: string): MemoryEntry | undefined {
    return this.#entries.get(path) ?? this.#entries.get(normalized(path));
  }

  get shape(): string {
    let shape = "";
    for (const [path, entry] of this.#entries)
      if (!path.startsWith(".") || !path.includes("/")) shape += `${path}\0${entry.as}\0`;
    return shape;
  }

  /**
   * Adds an entry with the folders above it. False if no file system could: a name is too long, or a file is where a folder
   * has to be or the reverse; and where there is a file already, unless it is to be replaced.
   */
  put(path: string, { as, content = EMPTY }: Partial<MemoryFile>, replaces = false): boolean {
    const file = { as: as ?? "file", content } as const;
    if (isLonger(path, this.#longest)) return false;
    const [dir, name] = partsOf(path);
    const above = dir === "." ? this.#entries.get(".") : this.#folder(dir);
    const there = this.#entries.get(path);
    const isKept = there?.isDirectory() === true && file.as === "folder";
    if (!above || isLonger(name, LONGEST.name)) return false;
    if (isKept) return true;
    if (there && (!replaces || !there.isFile() || file.as !== "file")) return false;
    const entry = new Entry(name, file);
    this.#entries.set(path, entry);
    above.entries.set(name, entry);
    this.copy = undefined;
    return true;
  }

  #folder(path: string): Entry | undefined {
    const there = this.#entries.get(path);
    if (!there && !this.put(path, FOLDER)) return undefined;
    const folder = this.#entries.get(path)!;
    return folder.isDirectory() ? folder : undefined;
  }

  /** Removes a file, if it is there. */
  remove(path: string): void {
    if (!this.#entries.get(path)?.isFile()) return;
    this.#entries.delete(path);
    const [dir, name] = partsOf(path);
    this.#entries.get(dir)?.entries.delete(name);
    this.copy = undefined;
  }

  /** Every entry by its path, each folder before what is in it. */
  *all(): Generator<readonly [path: string, entry: MemoryEntry]> {
    for (const [path, entry] of this.#entries) if (path !== ".") yield [path, entry];
  }

  /** Notes a folder on disk for the same files, which is removed with this one. */
  keepCopy(folder: string, remove: () => void): void {
    this.copy = folder;
    this.#removals.push(remove);
  }

  dispose(): void {
    folders.delete(this.root);
    memories.delete(this.root);
    for (const remove of this.#removals) remove();
  }
}

/** The folder of a path, and its name. Neighbouring commits have the same paths: equal strings would be hashed again. */
const partsOf = remembered((path): readonly [dir: string, name: string] => {
  const cut = path.lastIndexOf("/");
  return [cut === -1 ? "." : path.slice(0, cut), path.slice(cut + 1)];
});

/** Whether a text has more bytes in UTF-8. A character has at most three for each of its units. */
const isLonger = (text: string, bytes: number): boolean =>
  text.length * 3 > bytes && Buffer.byteLength(text) > bytes;

const normalized = (path: string): string => {
  const plain = normalize(path).split(sep).join("/");
  return plain.endsWith("/") ? plain.slice(0, -1) : plain;
};

/** The folder in memory with this root; undefined for a folder on disk. */
export const memoryFolder = (root: string): MemoryFolder | undefined => folders.get(root);
