import { git, type Repository } from "./git.ts";

/** What git has under a name. */
interface GitObject {
  readonly type: string;
  readonly content: Buffer;
}

/** The contents of blobs, in their order, from one process; undefined for what is missing or no blob. */
export const readBlobs = (
  repository: Repository,
  objects: readonly string[],
): (Buffer | undefined)[] =>
  readObjects(repository, objects).map((found) =>
    found?.type === "blob" ? found.content : undefined,
  );

/** The objects of the names, in their order, from one process; undefined for what is missing, or has a line break. */
export function readObjects(
  repository: Repository,
  names: readonly string[],
): (GitObject | undefined)[] {
  const asked = names.filter((name) => !/[\r\n]/.test(name));
  if (asked.length === 0) return names.map(() => undefined);
  const output = git(repository, ["cat-file", "--batch"], `${asked.join("\n")}\n`);
  let offset = 0;
  return names.map((name) => {
    if (/[\r\n]/.test(name)) return undefined;
    const end = output.indexOf(10, offset);
    // A missing one is answered with its own name, which may look like anything but this.
    const head = /^[0-9a-f]{40,64} ([a-z]+) (\d+)$/.exec(output.toString("utf8", offset, end));
    offset = end + 1;
    if (!head) return undefined;
    const content = output.subarray(offset, offset + Number(head[2]));
    offset += content.length + 1;
    return { type: head[1]!, content };
  });
}

/** The sizes of the objects that are there, from one process. */
export function sizesOf(
  repository: Repository,
  objects: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, number> {
  if (objects.length === 0) return new Map();
  const input = `${[...new Set(objects)].join("\n")}\n`;
  const format = "--batch-check=%(objectname) %(objectsize)";
  const lines = git(repository, ["cat-file", format], input, env).toString().split("\n");
  return new Map(
    lines.flatMap((line): [string, number][] => {
      const [object = "", size = ""] = line.split(" ");
      return /^\d+$/.test(size) ? [[object, Number(size)]] : [];
    }),
  );
}
