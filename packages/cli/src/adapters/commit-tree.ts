import type { Blob } from "./tree.ts";
import type { ObjectReader } from "./object-reader.ts";

/** Commits whose trees are remembered together. */
const GENERATION = 16;

type Entry = Omit<Blob, "size">;

/**
 * The files of commits, those that are wanted, found through their trees. What lies below a folder is only looked up where
 * the folder is not that of a commit before: neighbours in a history share nearly all of theirs.
 */
export class CommitTrees {
  readonly #reader: ObjectReader;
  readonly #wanted: (path: string) => boolean;
  #known = new Map<string, Promise<readonly Entry[]>>();
  /** Of the commits before these: what none of them shares is forgotten, or a long history fills the memory. */
  #before = new Map<string, Promise<readonly Entry[]>>();
  #count = 0;

  /** Whether a file is wanted depends on its path alone. */
  constructor(reader: ObjectReader, wanted: (path: string) => boolean) {
    this.#reader = reader;
    this.#wanted = wanted;
  }

  /** `folder` is that of the workspace in the repository, `""` or `apps/web`. */
  filesOf(commit: string, folder: string): Promise<readonly Entry[]> {
    this.#count += 1;
    if (this.#count % GENERATION === 0) [this.#before, this.#known] = [this.#known, new Map()];
    return this.#below(`${commit}:${folder}`, "");
  }

  /** The same folder at another path may have other files that are wanted. */
  #below(tree: string, path: string): Promise<readonly Entry[]> {
    const key = `${tree} ${path}`;
    const found = this.#known.get(key) ?? this.#before.get(key) ?? this.#look(tree, path);
    this.#known.set(key, found);
    return found;
  }

  async #look(tree: string, path: string): Promise<readonly Entry[]> {
    const found = await this.#reader.read(tree);
    if (found?.type !== "tree" || !found.content) return [];
    const parts = entriesOf(found.content, found.object.length / 2).map(async (entry) => {
      const full = path === "" ? entry.name : `${path}/${entry.name}`;
      if (entry.mode === "40000") return await this.#below(entry.object, full);
      return this.#wanted(full) ? [{ ...entry, path: full }] : [];
    });
    return (await Promise.all(parts)).flat();
  }
}

/** `<mode> <name>`, a NUL, and the bytes of the object's name. */
function entriesOf(
  content: Buffer,
  bytes: number,
): { name: string; mode: string; object: string }[] {
  const entries = [];
  for (let at = 0; at < content.length;) {
    const end = content.indexOf(0, at);
    const [mode = "", name = ""] = splitOnce(content.toString("utf8", at, end));
    at = end + 1 + bytes;
    entries.push({ name, mode, object: content.toString("hex", end + 1, at) });
  }
  return entries;
}

const splitOnce = (text: string): string[] => {
  const at = text.indexOf(" ");
  return [text.slice(0, at), text.slice(at + 1)];
};
