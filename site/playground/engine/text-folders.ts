import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CannotJudge } from "../../../packages/cli/src/errors.ts";
import { isSafePath } from "../../../packages/cli/src/files/files.ts";
import type { Difference } from "../../../packages/cli/src/git/changes.ts";
import type { Folders } from "../../../packages/cli/src/git/commit-workspaces.ts";

/** Texts by their paths in the workspace. */
export type Texts = Readonly<Record<string, string>>;

const MOST_FILES = 500;
const MOST_CHARACTERS = 512 * 1024;

/** Texts as commits: `head`, and `base` where there is one. Each is written out as a folder, as `--ref` does. */
export class TextFolders implements Folders {
  readonly repository = "/";
  readonly #texts: Readonly<Record<string, Texts>>;
  readonly #written: string[] = [];

  constructor(head: Texts, base: Texts = {}) {
    this.#texts = { head, base };
  }

  get roots(): readonly string[] {
    return this.#written;
  }

  get difference(): Difference {
    const { head = {}, base = {} } = this.#texts;
    const paths = [...new Set([...Object.keys(base), ...Object.keys(head)])].toSorted();
    const files = paths.flatMap((path) => {
      const [before, after] = [base, head].map((texts) => texts[path]);
      if (before === after) return [];
      return [
        {
          path,
          status: before === undefined ? "A" : after === undefined ? "D" : "M",
          ...(before === undefined ? {} : { before }),
          ...(after === undefined ? {} : { after }),
        },
      ];
    });
    return { base: "base", files };
  }

  /** Throws `CannotJudge` where there is too much, or where a path would lead elsewhere. */
  async write(ref: string): Promise<string> {
    const texts = Object.entries(this.#texts[ref] ?? {});
    const size = texts.reduce((sum, [path, text]) => sum + path.length + text.length, 0);
    if (texts.length > MOST_FILES || size > MOST_CHARACTERS)
      throw new CannotJudge({
        message: `the workspace is too large for the playground: ${texts.length} files with ${size} characters (limits: ${MOST_FILES} and ${MOST_CHARACTERS})`,
        help: "check it with `npx release-policy check` instead",
      });
    const root = mkdtempSync("/tmp/workspace-");
    this.#written.push(root);
    for (const [path, text] of texts) {
      if (!isSafePath(path))
        throw new CannotJudge({ message: `${path} is not a path inside the workspace` });
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return root;
  }

  readonly addDocuments = async (): Promise<void> => {};

  /** A text stands for itself where git names it by a hash. */
  readonly blobs = async (texts: readonly string[]): Promise<readonly Buffer[]> =>
    texts.map((text) => Buffer.from(text));

  dispose(): void {
    for (const root of this.#written) rmSync(root, { recursive: true, force: true });
  }
}
