/** More would not fit into a command line of Windows. */
const TARBALLS_PER_RUN = 20;

/** The name that npm and pnpm give to the tarball of a package. */
const tarballFile = ({ name, version }: NamedVersion): string =>
  `${name.replace(/^@/, "").replaceAll(/[/\\]/g, "-")}-${version}.tgz`;

interface NamedVersion {
  readonly name: string;
  readonly version: string;
}

/** The packages whose tarballs one run writes into a folder, by the name of the file. */
export type TarballBatch<T> = ReadonlyMap<string, T>;

/** Splits packages into runs. `@acme/core` and `acme-core` are never in the same one: they have the same file name. */
export function tarballBatches<T extends NamedVersion>(
  packages: readonly T[],
): readonly TarballBatch<T>[] {
  const batches: Map<string, T>[] = [];
  for (const pkg of packages) {
    const file = tarballFile(pkg);
    const open = batches.find((batch) => batch.size < TARBALLS_PER_RUN && !batch.has(file));
    if (open) open.set(file, pkg);
    else batches.push(new Map([[file, pkg]]));
  }
  return batches;
}

/** Whether a run wrote exactly the tarballs of its batch. Of a single one, the name of the file is not needed. */
export const isComplete = (batch: TarballBatch<unknown>, files: readonly string[]): boolean =>
  files.length === batch.size && (batch.size === 1 || files.every((file) => batch.has(file)));

const RUNS_AT_ONCE = 4;

/** Handles each thing with an asynchronous function, a few at once. The results are in the order of the things. */
export async function fewAtOnce<T, V>(
  things: readonly T[],
  handle: (thing: T, i: number) => Promise<V>,
): Promise<V[]> {
  const results: V[] = [];
  const waiting = [...things.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      results[next[0]] = await handle(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: RUNS_AT_ONCE }, work));
  return results;
}
