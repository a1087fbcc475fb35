import { createInterface } from "node:readline/promises";

/** Whether it is possible to ask questions. */
export const canAsk = (): boolean => process.stdin.isTTY && process.stdout.isTTY;

/** Asks a question in the terminal; anything except yes counts as no. */
export async function ask(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(?:es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } catch {
    // Ctrl-C and a closed input do not count as yes.
    return false;
  } finally {
    lines.close();
  }
}
