import { chmodSync, existsSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { writeDurably } from "../../src/files/writing/durable-file.ts";
import { recover } from "../../src/index.ts";
import { bytesOf } from "../kit/file-bytes.ts";
import { runCli } from "../kit/run-cli.ts";
import { workspace } from "../kit/workspace.ts";
import { killedWriter } from "./killed-writer.ts";

const TWO_OF_THREE = `
  const paths = ["a.md", "new/deep/b.md", "c.md"];
  await writer.change(Snapshot.of(root, paths), () => {
    writeDurably(root + "/a.md", "new a");
    mkdirSync(root + "/new/deep", { recursive: true });
    writeDurably(root + "/new/deep/b.md", "new b");
    writeFileSync(temporaryPath(root + "/c.md"), "half of c");
    die();
  });`;

const ON_WINDOWS = process.platform === "win32";

test.skipIf(ON_WINDOWS)(
  "undoes what was written between two files, temporary files and folders too",
  async () => {
    const { path } = await workspace({ files: { "a.md": "a", "c.md": "c" } });
    const before = bytesOf(path);
    killedWriter(path, TWO_OF_THREE);
    expect(bytesOf(path)).not.toEqual(before);
    const { code, stderr } = await runCli(path, ["fix", "--yes"]);
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/release-policy fix \(process .+\) was interrupted; 2 files restored/),
    ]);
    expect(bytesOf(path)).toEqual(before);
    expect(existsSync(`${path}/new`)).toBe(false);
  },
);

test.skipIf(ON_WINDOWS)("keeps no copy of what it knows to be its own", async () => {
  const { path } = await workspace({ files: { "a.md": "a", "c.md": "c" } });
  killedWriter(
    path,
    `await writer.change(
      Snapshot.of(root, ["a.md", "c.md"]),
      () => {
        writeDurably(root + "/a.md", "new a");
        writeDurably(root + "/c.md", "new c");
        die();
      },
      { "a.md": sha256("new a") },
    );`,
  );
  const { copies } = (await recover({ cwd: path }))!;
  expect(copies!.files).toEqual(["c.md"]);
});

test.skipIf(ON_WINDOWS)("can itself be killed while it restores", async () => {
  const { path } = await workspace({ files: { "a.md": "a", "c.md": "c" } });
  const before = bytesOf(path);
  killedWriter(path, TWO_OF_THREE);
  // As a recovery leaves it that has restored one of the two.
  writeDurably(`${path}/a.md`, "a");
  expect(await recover({ cwd: path })).toMatchObject({ files: ["new/deep/b.md"] });
  expect(bytesOf(path)).toEqual(before);
});

test("writes a file completely, with its previous permissions", async () => {
  const { path } = await workspace({ files: { "a.md": "old" } });
  chmodSync(`${path}/a.md`, 0o640);
  writeDurably(`${path}/a.md`, "new");
  expect(readFileSync(`${path}/a.md`, "utf8")).toBe("new");
  expect(statSync(`${path}/a.md`).mode & 0o777).toBe(ON_WINDOWS ? 0o666 : 0o640);
  expect(readdirSync(path).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

test("does not replace an existing file with a new one, or write through a link", async () => {
  const { path } = await workspace({ files: { "a.md": "old", "outside.md": "outside" } });
  expect(() => writeDurably(`${path}/a.md`, "new", { isNew: true })).toThrow("EEXIST");
  expect(readFileSync(`${path}/a.md`, "utf8")).toBe("old");
  symlinkSync("outside.md", `${path}/link.md`);
  writeDurably(`${path}/link.md`, "new");
  expect(readFileSync(`${path}/outside.md`, "utf8")).toBe("outside");
});
