import { join } from "node:path";
import type { Edit } from "@release-policy/core";
import { entryAt, isSafePath } from "../../files/files.ts";
import { type ChangedFile, readExactly } from "../../files/writing/changed-files.ts";
import {
  type Splice,
  type TableOf,
  areApart,
  endsOf,
  spliceOf,
  spliced,
  withEnds,
} from "../../policy/edited-text.ts";

/** One file: as it is on disk, as the places of edits mean it, and what the edits do to it. */
interface Sheet {
  readonly disk: string | undefined;
  readonly base: string;
  readonly splices: readonly Splice[];
  readonly isDeleted?: true;
}

/** Why edits are not made: another one changes the same place, or the place is not as they expect it. */
export type NoEdit = "conflict" | "unlike";

/** The files that edits change, none of them written. Every edit gives a new one. */
export class ChangeSheet {
  readonly #root: string;
  readonly #tableOf: TableOf;
  readonly #sheets: ReadonlyMap<string, Sheet>;
  readonly #made: ReadonlySet<string>;

  constructor(
    root: string,
    tableOf: TableOf,
    sheets: ReadonlyMap<string, Sheet> = new Map(),
    made: ReadonlySet<string> = new Set(),
  ) {
    [this.#root, this.#tableOf, this.#sheets, this.#made] = [root, tableOf, sheets, made];
  }

  get files(): readonly ChangedFile[] {
    return [...this.#sheets].flatMap(
      ([path, { disk, base, splices, isDeleted }]): ChangedFile[] => {
        if (isDeleted) return disk === undefined ? [] : [{ path, before: disk }];
        const after = spliced(base, splices);
        if (after === disk) return [];
        return [{ path, after, ...(disk === undefined ? {} : { before: disk }) }];
      },
    );
  }

  /** The same files, for edits whose places are of the texts as they are now. */
  settled(): ChangeSheet {
    const sheets = [...this.#sheets].map(([path, sheet]) => {
      const base = spliced(sheet.base, sheet.splices);
      return [path, { ...sheet, base, splices: [] }] as const;
    });
    return new ChangeSheet(this.#root, this.#tableOf, new Map(sheets));
  }

  /** With all of the edits; the same edit twice is one. */
  with(edits: readonly Edit[]): ChangeSheet | NoEdit {
    const sheets = new Map(this.#sheets);
    const made = new Set(this.#made);
    for (const edit of edits) {
      const key = JSON.stringify(edit);
      if (made.has(key)) continue;
      made.add(key);
      const no = edit.kind === "create" ? this.#create(edit, sheets) : this.#change(edit, sheets);
      if (no) return no;
    }
    return new ChangeSheet(this.#root, this.#tableOf, sheets, made);
  }

  #create(edit: Extract<Edit, { kind: "create" }>, sheets: Map<string, Sheet>): NoEdit | undefined {
    if (!isSafePath(edit.path)) return "unlike";
    const like = edit.like === undefined ? undefined : this.#sheet(edit.like, sheets)?.base;
    const base = withEnds(edit.text, like === undefined ? "\n" : endsOf(like));
    sheets.set(this.#freePath(edit.path, sheets), { disk: undefined, base, splices: [] });
    return undefined;
  }

  #change(edit: Exclude<Edit, { kind: "create" }>, sheets: Map<string, Sheet>): NoEdit | undefined {
    const isPage = edit.kind === "table" && isSafePath(edit.path);
    if (edit.kind === "delete") return this.#delete(edit.path, sheets);
    const sheet =
      this.#sheet(edit.path, sheets) ??
      (isPage && entryAt(join(this.#root, edit.path)) === "missing"
        ? { disk: undefined, base: "", splices: [] }
        : undefined);
    if (sheet?.isDeleted) return "conflict";
    const splice = sheet && spliceOf(sheet.base, edit, this.#tableOf);
    if (!splice) return "unlike";
    if (!sheet.splices.every((other) => areApart(splice, other))) return "conflict";
    sheets.set(edit.path, { ...sheet, splices: [...sheet.splices, splice] });
    return undefined;
  }

  #delete(path: string, sheets: Map<string, Sheet>): NoEdit | undefined {
    const sheet = this.#sheet(path, sheets);
    if (!sheet) return "unlike";
    if (sheet.splices.length > 0) return "conflict";
    sheets.set(path, { ...sheet, isDeleted: true });
    return undefined;
  }

  #sheet(path: string, sheets: ReadonlyMap<string, Sheet>): Sheet | undefined {
    const known = sheets.get(path);
    if (known) return known;
    const disk = readExactly(this.#root, path);
    return disk === undefined ? undefined : { disk, base: disk, splices: [] };
  }

  /** `plugin-major.md`, else `plugin-major-2.md`: nothing that is there is written over. */
  #freePath(path: string, sheets: ReadonlyMap<string, Sheet>): string {
    const isFree = (candidate: string) =>
      !sheets.has(candidate) && entryAt(join(this.#root, candidate)) === "missing";
    let free = path;
    for (let i = 2; !isFree(free); i++) free = path.replace(/\.md$/, `-${i}.md`);
    return free;
  }
}
