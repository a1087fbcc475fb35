import type { Question } from "../engine/engine.ts";
import type { Verdict } from "../engine/verdict.ts";

/** A check of what anybody may have written must end. */
const LONGEST = 10_000;

type Shown = { readonly verdict: Verdict } | { readonly failure: string };

/** Asks the engine, which runs beside the page: one question at a time, and of those that wait only the last. */
export class Judge {
  readonly #show: (shown: Shown) => void;
  #worker: Worker | undefined;
  #limit = 0;
  #waiting: Question | undefined;
  #isBusy = false;

  constructor(show: (shown: Shown) => void) {
    this.#show = show;
  }

  ask(question: Question): void {
    if (this.#isBusy) {
      this.#waiting = question;
      return;
    }
    this.#isBusy = true;
    this.#worker ??= this.#start();
    this.#worker.postMessage(question);
    this.#limit = window.setTimeout(() => {
      this.#stop();
      this.#end({
        failure: `The check took longer than ${LONGEST / 1000} seconds and was stopped.`,
      });
    }, LONGEST);
  }

  #start(): Worker {
    const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<Shown>) => this.#end(data));
    worker.addEventListener("error", () => {
      this.#stop();
      this.#end({ failure: "The checker could not be loaded. Reload the page." });
    });
    return worker;
  }

  #stop(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  #end(shown: Shown): void {
    window.clearTimeout(this.#limit);
    this.#isBusy = false;
    const next = this.#waiting;
    this.#waiting = undefined;
    // What is outdated already is not shown.
    if (next) this.ask(next);
    else this.#show(shown);
  }
}
