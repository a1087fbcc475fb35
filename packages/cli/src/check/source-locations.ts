import type { Location, Sentence, Waived } from "@release-policy/core/types";
import { SIZE_LIMITS, readText } from "../files/files.ts";
import { jsonTrees } from "../files/on-demand.ts";
import { type PackageManager, sentenceFor } from "../files/package-manager.ts";
import type { ReportedWaived } from "./report.ts";

const LONGEST_LINE = 160;

interface Placeable {
  readonly at: Location;
  readonly help: Sentence;
  readonly shortHelp?: Sentence;
}

interface OpenFile {
  readonly path: string;
  readonly text: string | undefined;
  lines?: readonly string[];
  resolve?: (at: Location) => Location;
}

/**
 * Resolves places and fetches source lines from the folders that were judged, the head's before the base's. Commands
 * in fixes become those of the workspace's package manager.
 */
export class Sources {
  readonly manager: PackageManager;
  readonly #roots: readonly string[];
  /** Findings come in the order of their files. */
  #last: OpenFile | undefined;

  constructor(manager: PackageManager, ...roots: readonly string[]) {
    this.manager = manager;
    this.#roots = roots;
  }

  /** A finding with its place resolved and its source line. */
  place<T extends Placeable>(finding: T): T & { readonly source?: string } {
    const { help, shortHelp } = finding;
    return this.locate({
      ...finding,
      help: sentenceFor(this.manager, help),
      ...(shortHelp ? { shortHelp: sentenceFor(this.manager, shortHelp) } : {}),
    });
  }

  /** The same for anything else that has a place. */
  locate<T extends { readonly at: Location }>(thing: T): T & { readonly source?: string } {
    const at = this.resolve(thing.at);
    const source = this.lineAt(at);
    return { ...thing, at, ...(source === undefined ? {} : { source }) };
  }

  placeWaived = ({ finding, ...allowance }: Waived): ReportedWaived => ({
    finding: this.place(finding),
    ...allowance,
  });

  resolve(at: Location): Location {
    if (!at.pointer) return at;
    const file = this.#open(at.path);
    if (file.text === undefined) return at;
    file.resolve ??= jsonTrees().pointersIn(file.text);
    return file.resolve(at);
  }

  lineAt({ path, line }: Location): string | undefined {
    const file = this.#open(path);
    file.lines ??= file.text?.split("\n") ?? [];
    const text = file.lines[line - 1]?.replace(/\r$/, "");
    return text !== undefined && text.length > LONGEST_LINE
      ? `${text.slice(0, LONGEST_LINE)}…`
      : text;
  }

  #open(path: string): OpenFile {
    if (this.#last?.path !== path) this.#last = { path, text: this.#read(path) };
    return this.#last;
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
