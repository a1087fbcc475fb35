import { setTimeout as pause } from "node:timers/promises";

export interface WindowOptions {
  /** Ask again for so long where the registry does not agree: it may take minutes to show a release. In milliseconds. */
  readonly wait?: number;
  readonly onProgress?: (text: string) => void;
}

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;

/** Judges all things together, and those again whose verdict is open, until none is or the time is over. */
export async function withinWindow<T, V>(
  things: readonly T[],
  judge: (things: readonly T[]) => Promise<readonly V[]>,
  isOpen: (verdict: V) => boolean,
  { wait = 0, onProgress }: WindowOptions,
): Promise<readonly V[]> {
  const end = Date.now() + wait;
  const verdicts = [...(await judge(things))];
  for (let next = FIRST_PAUSE_MS; ; next = Math.min(next * 1.5, LONGEST_PAUSE_MS)) {
    const open = [...verdicts.keys()].filter((i) => isOpen(verdicts[i]!));
    const left = end - Date.now();
    if (open.length === 0 || left <= 0) return verdicts;
    onProgress?.(`waiting for the registry: ${open.length} of ${verdicts.length} packages`);
    await pause(Math.min(next, left));
    const again = await judge(open.map((i) => things[i]!));
    for (const [j, i] of open.entries()) verdicts[i] = again[j]!;
  }
}
