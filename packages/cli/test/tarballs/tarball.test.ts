import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import { Header } from "tar";
import { expect, test } from "vitest";
import { TARBALL_LIMITS, manifestOfTarball, readTarball } from "../../src/tarballs/tarball.ts";

/** A file of zeros. */
function tarballOf(path: string, size: number, type: "File" | "SymbolicLink" = "File"): Buffer {
  const header = Buffer.alloc(512);
  const link = type === "SymbolicLink" ? { linkpath: "b.txt" } : {};
  new Header({ path: `package/${path}`, size, type, mode: 0o644, ...link }).encode(header);
  return gzipSync(Buffer.concat([header, Buffer.alloc(Math.ceil(size / 512) * 512 + 1024)]), {
    level: 1,
  });
}

const problemOf = (bytes: Buffer): Promise<string> =>
  readTarball(bytes, "a@1.0.0", () => true).then(
    ({ paths, texts }) => `${paths.join()} ${texts.get("a.txt")?.length}`,
    (error: unknown) => (error as Error).message,
  );

test("reads texts up to the limit", async () => {
  const { kept } = TARBALL_LIMITS;
  expect(await problemOf(tarballOf("a.txt", kept))).toBe(`a.txt ${kept}`);
  expect(await problemOf(tarballOf("a.txt", kept + 1))).toMatch(/it is broken or too large$/);
});

test("reads tarballs up to the limit", async () => {
  const { tarball } = TARBALL_LIMITS;
  expect(await problemOf(Buffer.alloc(tarball))).toMatch(/it is broken or too large$/);
  expect(await problemOf(Buffer.alloc(tarball + 1))).toMatch(/it has 50000001 bytes$/);
});

test("ignores what is not a file", async () => {
  expect(await problemOf(tarballOf("a.txt", 0, "SymbolicLink"))).toBe(" undefined");
});

test("keeps the texts that are needed", async () => {
  const { paths, texts } = await readTarball(tarballOf("a.txt", 1), "a@1.0.0", () => false);
  expect([paths, texts.size]).toEqual([["a.txt"], 0]);
});

test.each([["[]"], ["1"], ["null"], ["{"]])("a package.json of %s is broken", (text) => {
  const tarball = { paths: [], texts: new Map([["package.json", text]]) };
  expect(() => manifestOfTarball(tarball, "a@1.0.0")).toThrow(/is missing or broken$/);
});
