import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Example } from "@release-policy/core/testing";
import { describe, expect, test } from "vitest";
import { runExample } from "../kit/run-example.ts";

type Changeset = Readonly<Record<string, "patch" | "minor" | "major">> | string;

/** The changeset that a guard refuses, the rule that says so here, and one that it lets through. */
interface Case {
  readonly in: Omit<Example, "title" | "changesets" | "policies">;
  readonly refuses: Changeset;
  /** The file of the refused changeset, where it matters. */
  readonly as?: string;
  readonly by: string;
  readonly allows: Changeset;
}

const CORE = { packages: { "@acme/core": "1.2.0" } };
const YOUNG = { packages: { "@acme/core": "0.3.0" } };
const says = (bump: string, text: string) => `---\n"@acme/core": ${bump}\n---\n\n${text}\n`;

const CASES: Readonly<Record<string, Case>> = {
  "Only the built-in rules": {
    in: CORE,
    refuses: { acme: "patch" },
    by: "unknown-package",
    allows: "---\n# a comment, and other quotes\n'@acme/core': patch\n---\n\nFix it.\n",
  },
  "No major": {
    in: CORE,
    refuses: { "@acme/core": "major" },
    by: "declared-bump",
    allows: { "@acme/core": "minor" },
  },
  "No major of one package": {
    in: { packages: { "@acme/core": "1.2.0", "@acme/eslint-plugin": "1.0.0" } },
    refuses: { "@acme/eslint-plugin": "major" },
    by: "declared-bump",
    allows: { "@acme/core": "major" },
  },
  "No major below 1.0.0": {
    in: { packages: { "@acme/core": "1.2.0", "@acme/lab": "0.3.0" } },
    refuses: { "@acme/lab": "major" },
    by: "accidental-graduation",
    allows: { "@acme/core": "major", "@acme/lab": "minor" },
  },
  "No major, with exceptions": {
    in: {
      planner: "changesets@2",
      config: { privatePackages: { version: true, tag: false } },
      packages: {
        "@acme/core": "1.2.0",
        "@acme/simulator": "5.0.0",
        "@acme/worker-docs": { version: "1.0.0", private: true },
      },
    },
    refuses: { "@acme/core": "major" },
    by: "declared-bump",
    allows: { "@acme/simulator": "major", "@acme/worker-docs": "major" },
  },
  "One major allowed once": {
    in: { packages: { "@acme/core": "1.2.0", "@acme/vitest": "1.4.0" } },
    refuses: { "@acme/core": "major", "@acme/vitest": "major" },
    by: "declared-bump",
    allows: { "@acme/vitest": "major" },
  },
  "A warning for a major": {
    in: CORE,
    refuses: { "@acme/core": "major" },
    by: "declared-bump",
    allows: { "@acme/core": "minor" },
  },
  "Only patches": {
    in: CORE,
    refuses: { "@acme/core": "minor" },
    by: "declared-bump",
    allows: { "@acme/core": "patch" },
  },
  "Only patches outside pre mode": {
    in: CORE,
    refuses: { "@acme/core": "minor" },
    by: "declared-bump",
    allows: { "@acme/core": "patch" },
  },
  "Only patches on 0.y.z": {
    in: YOUNG,
    refuses: { "@acme/core": "minor" },
    by: "declared-bump",
    allows: { "@acme/core": "patch" },
  },
  "One package waits for its day": {
    in: { packages: { "@acme/framework": "7.2.0", "@acme/node": "3.0.0" } },
    refuses: { "@acme/framework": "minor" },
    by: "declared-bump",
    allows: { "@acme/framework": "patch", "@acme/node": "major" },
  },
  "Everything stays on 0.y.z": {
    in: {
      planner: "changesets@2",
      packages: {
        "@acme/core": "0.3.0",
        "@acme/plugin": { version: "0.1.0", peerDependencies: { "@acme/core": "workspace:^" } },
      },
    },
    refuses: { "@acme/core": "minor" },
    by: "accidental-graduation",
    allows: { "@acme/core": "patch" },
  },
  "Packages that are not released by hand": {
    in: {
      planner: "changesets@2",
      config: { privatePackages: { version: true, tag: false } },
      packages: {
        "@acme/core": "1.2.0",
        "@acme/example-app": {
          version: "0.1.0",
          private: true,
          dependencies: { "@acme/core": "workspace:*" },
        },
        "@acme/example-site": { version: "0.1.0", private: true },
      },
    },
    refuses: { "@acme/example-app": "patch" },
    by: "declared-bump",
    allows: { "@acme/core": "patch" },
  },
  Branches: {
    in: {
      ...CORE,
      branch: "release/1.2",
    },
    refuses: { "@acme/core": "minor" },
    by: "branch-line",
    allows: { "@acme/core": "patch" },
  },
  "Majors on some branches": {
    in: {
      ...CORE,
      branch: "sdk-58",
    },
    refuses: { "@acme/core": "major" },
    by: "branch-line",
    allows: { "@acme/core": "minor" },
  },
  "A line for each branch": {
    in: {
      packages: { "@acme/core": "5.0.0" },
      branch: "main",
    },
    refuses: { "@acme/core": "major" },
    by: "branch-line",
    allows: { "@acme/core": "minor" },
  },
  "A freeze": {
    in: {
      packages: { "@acme/core": "1.2.0", "@acme/worker-docs": "1.0.0" },
      today: "2026-01-15",
    },
    refuses: { "@acme/worker-docs": "patch" },
    by: "freeze",
    allows: { "@acme/core": "patch" },
  },
  "A year for a major": {
    in: { packages: { "@acme/core": "2026.4.4" } },
    refuses: { "@acme/core": "major" },
    by: "version-inside-track",
    allows: { "@acme/core": "minor" },
  },
  "Swallowed bumps": {
    in: {
      packages: { "@acme/core": "2.0.0-beta.3" },
      pre: { mode: "pre", tag: "beta" },
    },
    refuses: { "@acme/core": "major" },
    by: "prerelease",
    allows: { "@acme/core": "patch" },
  },
  "An umbrella": {
    in: { packages: { acme: "9.0.0", "@acme/auth": "1.2.0" } },
    refuses: { "@acme/auth": "minor", acme: "patch" },
    by: "coupling",
    allows: { "@acme/auth": "minor", acme: "minor" },
  },
  "A bundle follows its parts": {
    in: { packages: { "@acme/server": "3.0.0", "@acme/parser": "1.2.0", "@acme/logger": "1.0.0" } },
    refuses: { "@acme/parser": "patch" },
    by: "coupling",
    allows: { "@acme/parser": "patch", "@acme/server": "patch" },
  },
  "Agreed beginnings": {
    in: CORE,
    refuses: says("patch", "Keep the cursor in place."),
    by: "changeset-style",
    allows: says("patch", "FIX: keep the cursor in place."),
  },
  "No heading": {
    in: CORE,
    refuses: says("patch", "# Fixes\n\nKeep the cursor in place."),
    by: "changeset-style",
    allows: says("patch", "Keep the cursor in place.\n\n## More"),
  },
  "No commit prefixes": {
    in: CORE,
    refuses: says("patch", "fix: keep the cursor in place."),
    by: "changeset-style",
    allows: says("patch", "Keep the cursor in place."),
  },
  Categories: {
    in: YOUNG,
    refuses: says("minor", "[fix] Keep the cursor in place."),
    by: "changeset-style",
    allows: says("minor", "[breaking] Drop the old cursor."),
  },
  "A minor says that it breaks": {
    in: YOUNG,
    refuses: says("minor", "feat: a new cursor"),
    by: "changeset-style",
    allows: says("minor", "feat!: a new cursor"),
  },
  "Every changed package is named": {
    in: {
      packages: { "@acme/core": "1.2.0", "@acme/ui": "2.0.0" },
      since: { changesets: {}, files: { "packages/core/index.js": "1\n" } },
      files: { "packages/core/index.js": "2\n" },
    },
    refuses: { "@acme/ui": "patch" },
    by: "changeset-missing",
    allows: { "@acme/core": "patch" },
  },
  "File names": {
    in: CORE,
    refuses: { "@acme/core": "patch" },
    as: "Big_News",
    by: "changeset-style",
    allows: { "@acme/core": "patch" },
  },
  "One package a file": {
    in: { packages: { "@acme/core": "1.2.0", "@acme/ui": "2.0.0" } },
    refuses: { "@acme/core": "patch", "@acme/ui": "patch" },
    by: "changeset-style",
    allows: { "@acme/core": "patch" },
  },
};

const PAGE = readFileSync(join(import.meta.dirname, "../../../../docs/replaces.md"), "utf8");

/** The policy files of the page, by heading and path. */
const SNIPPETS = new Map(
  PAGE.split(/^### /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf("\n")), filesIn(section)]),
);

function filesIn(section: string): Record<string, string> {
  const blocks = section.matchAll(/^```yaml\n# (policies\/\S+)\n([^]*?)^```$/gm);
  return Object.fromEntries([...blocks].map(([, path, yaml]) => [path!, yaml!]));
}

/** Judges the case's workspace with the snippet's policy and one changeset. */
function judged(heading: string, changeset: Changeset, id = "one") {
  const { files, since, ...workspace } = CASES[heading]!.in;
  const policies = SNIPPETS.get(heading)!;
  return runExample({
    ...workspace,
    title: heading,
    policies: {},
    changesets: { [id]: changeset },
    files: { ...files, ...policies },
    ...(since ? { since: { ...since, files: { ...since.files, ...policies } } } : {}),
  });
}

test("every snippet of the page is tested, and no others", () => {
  expect(Object.keys(CASES).toSorted()).toEqual([...SNIPPETS.keys()].toSorted());
  const files = [...SNIPPETS.values()].flatMap((snippet) => Object.keys(snippet));
  expect(files).toHaveLength(PAGE.split("```yaml").length - 1);
});

describe.each(Object.entries(CASES))("%s", (heading, { refuses, as, by, allows }) => {
  test("rejects what the replaced script rejects", async () => {
    const { findings } = await judged(heading, refuses, as);
    expect(findings.map(({ rule }) => rule)).toContain(by);
  });

  test("allows what the replaced script allows", async () => {
    const { findings } = await judged(heading, allows);
    expect(findings.filter(({ level }) => level === "error")).toEqual([]);
  });
});
