import type { Package } from "@release-policy/core/types";
import { expect, test } from "vitest";
import {
  type ProposedTrack,
  hazardsOf,
  leastMature,
  publishedOf,
  tracksOfVersions,
  withHazardsApart,
} from "../../src/policy/proposed-tracks.ts";

const pkg = (name: string, version: string, over: Partial<Package> = {}): Package => ({
  requirements: { engines: {}, peers: {} },
  name,
  dir: `packages/${name}`,
  version,
  private: false,
  dependencies: [],
  ...over,
});

const track = (name: string, ...members: readonly Package[]): ProposedTrack => ({
  name,
  about: "",
  keys: {},
  members,
});

const BETA = {
  mode: "pre",
  tag: "beta",
  at: { path: ".changeset/pre.json", line: 1, column: 1 },
} as const;

const namesIn = (tracks: readonly ProposedTrack[]) =>
  tracks.map(({ name, members }) => `${name}: ${members.map((one) => one.name).join(" ")}`);

test("what a name, a folder or a version calls experimental is set apart on the tracks that promise more", () => {
  const tracks = [
    track(
      "core",
      pkg("core", "1.0.0"),
      pkg("labs-core", "1.0.0"),
      pkg("collaborate", "1.0.0"),
      // For Next.js.
      pkg("@acme/next", "1.0.0"),
      pkg("x", "1.0.0", { dir: "experimental/x" }),
      pkg("rc", "1.0.0-rc.0"),
    ),
    track("integrations", pkg("tiny", "0.0.3"), pkg("plugin", "0.3.0")),
    track("sandbox", pkg("beta", "0.1.0-alpha.0")),
  ];
  expect(hazardsOf(tracks, undefined).map(({ name }) => name)).toEqual([
    "labs-core",
    "x",
    "rc",
    "tiny",
  ]);
  expect(namesIn(withHazardsApart(tracks, undefined))).toEqual([
    "core: core collaborate @acme/next",
    "integrations: plugin",
    "experimental: labs-core x rc tiny",
    "sandbox: beta",
  ]);
});

test("prereleases of pre mode are not experiments, and neither are stable packages meanwhile", () => {
  const tracks = [
    track("core", pkg("a", "1.0.0-beta.1"), pkg("b", "1.0.0"), pkg("c", "1.0.0-rc.0")),
  ];
  expect(hazardsOf(tracks, BETA).map(({ name }) => name)).toEqual(["c"]);
});

test("a track whose packages are all set apart is left out, and without any, nothing changes", () => {
  expect(namesIn(withHazardsApart([track("core", pkg("lab", "1.0.0"))], undefined))).toEqual([
    "experimental: lab",
  ]);
  const tracks = [track("core", pkg("core", "1.0.0"))];
  expect(withHazardsApart(tracks, undefined)).toBe(tracks);
});

test.each([
  [["core"], undefined],
  [["core", "calendar"], undefined],
  [["core", "integrations"], "integrations"],
  [["core", "integrations", "experimental", "sandbox"], "sandbox"],
  [["core", "integrations", "experimental"], "experimental"],
  [["core", "ory-incubating"], "ory-incubating"],
])("of the tracks %j, new packages start on %s", (names, expected) => {
  expect(leastMature(names.map((name) => track(name)))).toBe(expected);
});

test("a version, and what was ever released, decides the track", () => {
  const packages = [
    pkg("stable", "1.2.0"),
    pkg("plugin", "0.3.0"),
    pkg("dated", "2026.4.1"),
    pkg("fresh", "0.1.0-alpha.1"),
    pkg("candidate", "2.0.0-rc.1"),
    pkg("tried", "1.0.0-next.1"),
    pkg("hidden", "1.0.0", { private: true }),
    pkg("ignored", "1.0.0", { skipped: "ignored" }),
  ];
  const history = [
    { package: "tried", version: "1.0.0-next.0", date: "2026-01-01" },
    { package: "candidate", version: "1.0.0", date: "2026-01-01" },
    { package: "candidate", version: "2.0.0-rc.0", date: "2026-01-02" },
  ];
  expect(publishedOf(packages)).toHaveLength(6);
  const tracks = tracksOfVersions({ packages, history });
  expect(namesIn(tracks)).toEqual([
    "core: stable candidate",
    "calendar: dated",
    "integrations: plugin",
    "sandbox: fresh tried",
  ]);
  expect(tracks.at(-1)?.keys["prerelease"]).toEqual({ required: ["alpha", "next"] });
  const early = tracksOfVersions({ packages: [pkg("a", "0.1.0-alpha.1")] });
  expect(early.map(({ keys }) => keys["prerelease"])).toEqual([{ required: ["alpha", "beta"] }]);
});

test("a prerelease of pre mode is on the track of the version that follows", () => {
  const packages = [pkg("a", "0.2.0-beta.0"), pkg("b", "0.2.0-alpha.0")];
  expect(namesIn(tracksOfVersions({ packages, pre: BETA }))).toEqual([
    "integrations: a",
    "sandbox: b",
  ]);
});
