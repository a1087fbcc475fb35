import { createFixture, type FsFixture } from "fs-fixture";
import { onTestFinished } from "vitest";

/** A temporary folder with the files, removed when the test ends. */
export async function folder(files: Readonly<Record<string, string>>): Promise<FsFixture> {
  const fixture = await createFixture({ ...files });
  onTestFinished(() => fixture.rm());
  return fixture;
}
