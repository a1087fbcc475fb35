import type { Style } from "../formats/style.ts";
import type { Arguments, Options } from "./arguments.ts";

export interface Terminal extends Style {
  /** Shows how far a long work is, in a line that the next one takes; undefined without a terminal. */
  readonly progress?: (text: string) => void;
  /** Prints to standard error at once. */
  readonly note?: (text: string) => void;
  /** Receives the number of packages as soon as they are found. */
  readonly onDiscovered?: (packages: number) => void;
  /** From now on, V8 optimizes later: see `laterOptimization`. */
  readonly optimizeLater?: () => void;
  /** From now on, the first Ctrl-C ends long work with partial results; the second kills it. */
  readonly interrupted?: () => AbortSignal;
}

export interface Outcome {
  readonly output: string;
  /** 0 pass, 1 findings at error level, 2 could not judge. */
  readonly code: 0 | 1 | 2;
}

/** A command of the command line: pure but for what its work reads. Only main.ts writes and exits. */
export interface Command {
  readonly usage: string;
  /** One sentence without a full stop. */
  readonly about: string;
  readonly options: Options;
  /** Command lines to copy, each with what it does. */
  readonly examples: readonly (readonly [command: string, what: string])[];
  readonly run: (args: Arguments, terminal: Terminal) => Promise<Outcome>;
}
