import { inWorkspace, judgedWorkspace } from "../../check/check.ts";
import type { Judged } from "../../check/options.ts";
import { CannotJudge, type Obstacle } from "../../errors.ts";
import type { EditorFiles, OpenTexts } from "./editor-files.ts";

/** What a judgement of the texts says: a verdict, or why there is none. */
export interface Answer {
  /** The folder that was judged. */
  readonly root: string;
  readonly judged?: Judged;
  readonly obstacles: readonly Obstacle[];
}

/** Judges the workspace as the editor has it, one judgement at a time, each with the texts of its start. */
export class Judging {
  readonly #files: EditorFiles;
  readonly #open: () => OpenTexts;
  /** The latest answer with a verdict: what was known before a text became unreadable. */
  #known: Judged | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #answers = new Map<boolean, Promise<Answer | undefined>>();

  constructor(files: EditorFiles, open: () => OpenTexts) {
    this.#files = files;
    this.#open = open;
  }

  get known(): Judged | undefined {
    return this.#known;
  }

  /** Texts or files have changed: answers from before do not hold any more. */
  changed(): void {
    this.#answers = new Map();
  }

  /**
   * The answer to the texts as they are; with fixes only where they are needed, because each is another plan. Undefined
   * where the texts have changed since: then nothing is judged, or it does not count.
   */
  answer(withFixes = false): Promise<Answer | undefined> {
    const answers = this.#answers;
    const known = answers.get(withFixes);
    if (known) return known;
    const isLatest = () => answers === this.#answers;
    const answer = this.#last.then(async () => {
      const made = isLatest() ? await this.#judge(withFixes) : undefined;
      return isLatest() ? made : undefined;
    });
    // Handled where awaited; the next one starts all the same.
    this.#last = answer.catch(() => {});
    answers.set(withFixes, answer);
    return answer;
  }

  async #judge(withFixes: boolean): Promise<Answer> {
    const { workspace } = this.#files;
    let root = workspace;
    try {
      const copy = this.#files.copyWith(this.#open());
      root = copy ?? workspace;
      const judged = await inWorkspace({ cwd: workspace }, (_, scratches) =>
        judgedWorkspace(workspace, scratches, {
          ...(copy === undefined ? {} : { copy }),
          untriedFixes: !withFixes,
        }),
      );
      this.#known = judged;
      return { root, judged, obstacles: [] };
    } catch (error) {
      if (!(error instanceof CannotJudge)) throw error;
      return { root, obstacles: error.obstacles };
    }
  }
}
