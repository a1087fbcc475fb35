import { gunzipSync } from "node:zlib";
import { CannotJudge } from "../errors.ts";
import { isObjectOrArray } from "../files/json.ts";

/** Of a tarball: what npm itself takes is less than this, and more could fill the memory. */
export const TARBALL_LIMITS = {
  tarball: 50_000_000,
  unpacked: 300_000_000,
  /** All texts that are kept. */
  kept: 40_000_000,
  entries: 100_000,
} as const;

/** The contents of a tarball: its paths without the first folder, and the texts of the requested files. */
export interface Tarball {
  readonly paths: readonly string[];
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Reads an npm tarball in memory: nothing is written or run. `isKept` selects the files whose text is needed, by
 * their path in the package. Throws `CannotJudge` if the tarball is too large or broken.
 */
export async function readTarball(
  bytes: Buffer,
  spec: string,
  isKept: (path: string) => boolean,
): Promise<Tarball> {
  if (bytes.length > TARBALL_LIMITS.tarball)
    throw unreadableTarball(spec, `it has ${bytes.length} bytes`);
  const { Parser } = await import("tar/parse");
  const paths = new Set<string>();
  const texts = new Map<string, string>();
  let size = 0;
  let entries = 0;
  const parser = new Parser({
    onReadEntry(entry) {
      entries++;
      // The first folder is `package` as a rule, but may have any name.
      const path = entry.path.replace(/^[^/]+\//, "");
      const isText = entry.type === "File" && isKept(path);
      if (entry.type === "File") paths.add(path);
      if (isText) size += entry.size;
      if (!isText || size > TARBALL_LIMITS.kept) {
        entry.resume();
        return;
      }
      const chunks: Buffer[] = [];
      entry.on("data", (chunk) => chunks.push(chunk));
      entry.on("end", () => texts.set(path, Buffer.concat(chunks).toString("utf8")));
    },
  });
  try {
    const tar = gunzipSync(bytes, { maxOutputLength: TARBALL_LIMITS.unpacked });
    await new Promise<void>((done, failed) => {
      parser.on("end", done);
      parser.on("error", failed);
      parser.end(tar);
    });
    if (size > TARBALL_LIMITS.kept || entries > TARBALL_LIMITS.entries)
      throw new Error("too large");
  } catch {
    throw unreadableTarball(spec, "it is broken or too large");
  }
  return { paths: [...paths], texts };
}

/** The package.json of a tarball. Throws `CannotJudge` if it is missing or not an object. */
export function manifestOfTarball({ texts }: Tarball, spec: string): Record<string, unknown> {
  try {
    const data: unknown = JSON.parse((texts.get("package.json") ?? "").replace(/^\uFEFF/, ""));
    if (isObjectOrArray(data) && !Array.isArray(data)) return data as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw unreadableTarball(spec, "its package.json is missing or broken");
}

export const unreadableTarball = (spec: string, why: string): CannotJudge =>
  new CannotJudge({ message: `the tarball of ${spec} cannot be read: ${why}` });
