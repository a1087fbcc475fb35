import { setTimeout as pause } from "node:timers/promises";

export interface WindowOptions {
  /** Ask again for so long where the registry does not agree: it may take minutes to show a release. In milliseconds. */
  readonly wait?: number;
  readonly onProgress?: (text: string) => void;
}

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;

/** Judges all things, and those again whose verdict is open, until none is or the time is over. */
export async function withinWindow<T, V>(
  things: readonly T[],
  judge: (thing: T) => Promise<V>,
  isOpen: (verdict: V) => boolean,
  { wait = 0, onProgress }: WindowOptions,
): Promise<readonly V[]> {
  const end = Date.now() + wait;
  const verdicts = await allOf(things, judge);
  for (let next = FIRST_PAUSE_MS; ; next = Math.min(next * 1.5, LONGEST_PAUSE_MS)) {
    const open = [...verdicts.keys()].filter((i) => isOpen(verdicts[i]!));
    const left = end - Date.now();
    if (open.length === 0 || left <= 0) return verdicts;
    onProgress?.(`waiting for the registry: ${open.length} of ${verdicts.length} packages`);
    await pause(Math.min(next, left));
    const again = await allOf(
      open.map((i) => things[i]!),
      judge,
    );
    for (const [j, i] of open.entries()) verdicts[i] = again[j]!;
  }
}

const AT_ONCE = 4;

async function allOf<T, V>(things: readonly T[], judge: (thing: T) => Promise<V>): Promise<V[]> {
  const verdicts: V[] = [];
  const waiting = [...things.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      verdicts[next[0]] = await judge(next[1]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return verdicts;
}
