import { expect, test } from "vitest";
import { killedWriter } from "../../cli/test/commands/killed-writer.ts";
import { sampled } from "../../cli/test/kit/sampling.ts";
import { MAJORS, guarded, tree, version } from "./release.ts";

// Windows has no signal that a process cannot handle.
test.skipIf(process.platform === "win32").each(sampled(MAJORS))(
  "changeset version %i does not release from a half-written tree",
  async (major) => {
    const fixture = await guarded(major, {
      changesets: { "small-fix": { "@acme/plugin": "minor" } },
    });
    killedWriter(
      fixture.path,
      `await writer.change(Snapshot.ofRelease(root, ["packages/core", "packages/plugin"]), () => {
        writeFileSync(root + "/packages/core/package.json", '{ "name": "@acme/core", "version": "1.3.0" }');
        die();
      });`,
      "version",
    );
    const before = tree(fixture);
    const { code, output } = await version(fixture, major);
    expect(code).not.toBe(0);
    expect(output).toContain("release-policy could not check this release; nothing was written.");
    expect(output).toMatch(/release-policy version \(process \d+, since .+\) was interrupted/);
    expect(output).toContain("restore them with `release-policy version --recover`");
    expect(tree(fixture)).toEqual(before);
  },
);
