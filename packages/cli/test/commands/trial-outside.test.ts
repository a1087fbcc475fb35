import { mkdirSync, readdirSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { Trial } from "../../src/commands/trial.ts";
import { exampleFiles } from "@release-policy/core/testing";
import { changeset, folder } from "../kit/workspace.ts";

test("a trial copies no package outside the workspace, and leaves no files behind", async () => {
  const inner = exampleFiles({
    packages: { "@acme/core": "1.2.0" },
    workspace: { packages: ["packages/*", "../x"] },
    policies: { all: { packages: ["@acme/*"] } },
  });
  const fixture = await folder({
    ...Object.fromEntries(Object.entries(inner).map(([path, text]) => [`inner/${path}`, text])),
    "x/package.json": '{ "name": "@acme/x", "version": "1.0.0" }',
  });
  mkdirSync(fixture.getPath("tmp"));
  vi.stubEnv("TMPDIR", fixture.getPath("tmp"));
  vi.stubEnv("TMP", fixture.getPath("tmp"));
  try {
    const after = changeset({ "@acme/core": "minor" });
    const trial = new Trial(fixture.getPath("inner"), {});
    const { view } = await trial.judge([{ path: ".changeset/new.md", before: "", after }]);
    expect(view.releases.map(({ name, to }) => `${name} ${to}`)).toEqual(["@acme/core 1.3.0"]);
    expect(readdirSync(fixture.getPath("tmp"))).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
  }
});
