import type { PlannerId } from "@release-policy/core";
import { type ExampleWorkspace, exampleFiles } from "@release-policy/core/testing";
import type { FsFixture } from "fs-fixture";
import { fixtureOf } from "./fixture.ts";
import { onTestFinished } from "vitest";
import { commitAll, initIn } from "./run-example.ts";

/** A temporary folder with the files, removed when the test ends. */
export async function folder(files: Readonly<Record<string, string>>): Promise<FsFixture> {
  const fixture = await fixtureOf({ ...files });
  onTestFinished(() => fixture.rm());
  return fixture;
}

/** A workspace with two packages on two tracks and what is given beyond them. */
export const workspace = (
  given: Partial<ExampleWorkspace> & { readonly planner?: PlannerId } = {},
): Promise<FsFixture> => folder(exampleFiles({ ...TWO_TRACKS, ...given }));

const TWO_TRACKS: ExampleWorkspace = {
  packages: {
    "@acme/core": "1.2.0",
    "@acme/plugin": { version: "0.3.0", peerDependencies: { "@acme/core": "workspace:^" } },
  },
  policies: {
    core: { packages: ["@acme/core"], versions: ">=1.0.0" },
    integrations: { packages: ["@acme/plugin"], versions: "0.y.z", breaking: "minor" },
  },
};

/** Makes the folder a git repository with everything in one commit on main; returns that commit. */
export function repository(fixture: FsFixture): string {
  initIn(fixture.path);
  return commitAll(fixture.path, "first");
}

/** The text of a changeset. */
export const changeset = (
  bumps: Readonly<Record<string, string>>,
  summary = "Say what changed.",
): string =>
  `---\n${Object.entries(bumps)
    .map(([name, bump]) => `"${name}": ${bump}\n`)
    .join("")}---\n\n${summary}\n`;
