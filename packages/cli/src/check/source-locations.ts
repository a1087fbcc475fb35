import type { Location, Waived } from "@release-policy/core/types";
import { SIZE_LIMITS, readText } from "../files/files.ts";
import { pointersIn } from "../files/json.ts";
import type { ReportedWaived } from "./report.ts";

const LONGEST_LINE = 160;

/** Resolves places and fetches source lines from the folders that were judged, the head's before the base's. */
export class Sources {
  readonly #roots: readonly string[];
  readonly #texts = new Map<string, string | undefined>();
  readonly #pointers = new Map<string, (at: Location) => Location>();
  readonly #linesOf = new Map<string, readonly string[]>();

  constructor(...roots: readonly string[]) {
    this.#roots = roots;
  }

  /** With the place resolved and its source line. */
  place<T extends { readonly at: Location }>(thing: T): T & { readonly source?: string } {
    const at = this.resolve(thing.at);
    const source = this.lineAt(at);
    return { ...thing, at, ...(source === undefined ? {} : { source }) };
  }

  placeWaived = ({ finding, ...allowance }: Waived): ReportedWaived => ({
    finding: this.place(finding),
    ...allowance,
  });

  resolve(at: Location): Location {
    const text = at.pointer && this.#text(at.path);
    if (text === undefined) return at;
    let resolve = this.#pointers.get(at.path);
    if (!resolve) {
      resolve = pointersIn(text);
      this.#pointers.set(at.path, resolve);
    }
    return resolve(at);
  }

  lineAt({ path, line }: Location): string | undefined {
    const text = this.#lines(path)[line - 1]?.replace(/\r$/, "");
    return text !== undefined && text.length > LONGEST_LINE
      ? `${text.slice(0, LONGEST_LINE)}…`
      : text;
  }

  #lines(path: string): readonly string[] {
    let lines = this.#linesOf.get(path);
    if (!lines) {
      lines = this.#text(path)?.split("\n") ?? [];
      this.#linesOf.set(path, lines);
    }
    return lines;
  }

  #text(path: string): string | undefined {
    if (!this.#texts.has(path)) this.#texts.set(path, this.#read(path));
    return this.#texts.get(path);
  }

  /** Only regular files are read: a link could show a file from outside the workspace. */
  #read(path: string): string | undefined {
    for (const root of this.#roots) {
      try {
        const text = readText(root, path, SIZE_LIMITS.manifest);
        if (text !== undefined) return text;
      } catch {
        // An unreadable line cannot be shown; the finding itself stays.
      }
    }
    return undefined;
  }
}
