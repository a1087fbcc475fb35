import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { globSync } from "tinyglobby";
import { copyWorkspace } from "../../check/fixes/scratch-copy.ts";
import { entryAt, isSafePath } from "../../files/files.ts";
import { writtenFile } from "../../files/release-files.ts";
import { removeEntry } from "../../files/temporary-folder.ts";
import { readExactly } from "../../files/writing/changed-files.ts";

/** The text that the editor has of each open file that a release depends on, by path. */
export type OpenTexts = ReadonlyMap<string, string>;

/** The workspace as the editor has it: where texts are not saved, a copy in which they take the place of the files. */
export class EditorFiles {
  readonly workspace: string;
  #copy: ReturnType<typeof copyWorkspace> | undefined;
  #unsaved: OpenTexts = new Map();

  /** Whether the editor says what changes on disk; else a copy is only kept while texts are unsaved. */
  readonly isWatched: boolean;

  constructor(workspace: string, isWatched: boolean) {
    [this.workspace, this.isWatched] = [workspace, isWatched];
  }

  /** The path of an address in the workspace that a release depends on; undefined for any other. */
  pathOf(uri: string): string | undefined {
    if (!uri.startsWith("file:")) return undefined;
    const path = relative(this.workspace, fileURLToPath(uri)).replaceAll("\\", "/");
    return isSafePath(path) && writtenFile(path, "100644")?.as === "text" ? path : undefined;
  }

  uriOf = (path: string): string => pathToFileURL(join(this.workspace, path)).href;

  /** The folder to judge in place of the workspace; undefined where everything is saved. */
  copyWith(open: OpenTexts): string | undefined {
    const unsaved = new Map(
      [...open].filter(([path, text]) => readExactly(this.workspace, path) !== text),
    );
    if (unsaved.size === 0) {
      if (!this.isWatched) this.dispose();
      return undefined;
    }
    if (!this.#copy) {
      const manifests = globSync("**/package.{json,yaml,json5}", {
        cwd: this.workspace,
        ignore: ["**/node_modules/**", "**/.git/**"],
        followSymbolicLinks: false,
      });
      this.#copy = copyWorkspace(
        this.workspace,
        [...new Set(manifests.map((path) => dirname(path)))],
        [],
      );
      this.#unsaved = new Map();
    }
    const { root } = this.#copy;
    for (const path of this.#unsaved.keys()) if (!unsaved.has(path)) this.#restore(root, path);
    for (const [path, text] of unsaved) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    this.#unsaved = unsaved;
    return root;
  }

  /** A file was written, made or removed on disk. */
  changedOnDisk(path: string): void {
    if (this.#copy && !this.#unsaved.has(path)) this.#restore(this.#copy.root, path);
  }

  dispose(): void {
    this.#copy?.dispose();
    this.#copy = undefined;
  }

  #restore(root: string, path: string): void {
    const [from, to] = [join(this.workspace, path), join(root, path)];
    if (entryAt(from) !== "file") return removeEntry(to);
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, to);
  }
}
