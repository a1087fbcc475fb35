import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { exampleFiles } from "@release-policy/core/testing";
import { createFixture } from "fs-fixture";
import { type Audit, audit } from "../../packages/cli/src/index.ts";
import { runChangesets } from "../../packages/cli/test/kit/changesets-cli.ts";
import { commitAll, gitIn } from "../../packages/cli/test/kit/run-example.ts";

type Change = readonly [name: string, bump: "patch" | "minor" | "major", text: string];

const DAY = 24 * 60 * 60 * 1000;
const FIRST = Date.parse("2024-03-04");

/** What each release has; those that repeat are ordinary work. */
const ORDINARY: readonly (readonly Change[])[] = [
  [["@acme/core", "minor", "Add retries."]],
  [
    ["@acme/react", "minor", "Add `useQuery`."],
    ["@acme/core", "patch", "Close idle connections."],
  ],
  [["@acme/kafka", "minor", "Read compressed topics."]],
  [["@acme/vue", "patch", "Fix the types of props."]],
  [
    ["@acme/core", "patch", "Report the right line."],
    ["@acme/kafka", "patch", "Close the consumer."],
  ],
];
const EXTRAORDINARY: Readonly<Record<number, readonly Change[]>> = {
  9: [["@acme/core", "patch", "BREAKING: `open` takes an object."]],
  14: [["@acme/kafka", "major", "Drop the callback API."]],
  21: [["@acme/core", "major", "BREAKING: `load` is async."]],
  27: [["@acme/react", "patch", "BREAKING: the provider requires a client."]],
};
const RELEASES = 36;

/** The audit of a small history that the real Changesets made: two years, four packages, three kinds of accidents. */
export async function smallAudit(): Promise<Audit> {
  const parent = await createFixture(inFolder("acme", exampleFiles(WORKSPACE)));
  const cwd = join(parent.path, "acme");
  try {
    gitIn(cwd, "init", "--quiet", "--initial-branch", "main");
    commitOn(cwd, FIRST, "First commit");
    for (let i = 0; i < RELEASES; i++) {
      const time = FIRST + (i + 1) * 20 * DAY;
      for (const [j, change] of (EXTRAORDINARY[i] ?? ORDINARY[i % ORDINARY.length]!).entries())
        write(cwd, `.changeset/change-${j}.md`, changesetOf(change));
      commitOn(cwd, time - DAY, "Changes");
      await runChangesets(cwd, "changesets@3", "version");
      commitOn(cwd, time, "Version packages");
    }
    return await audit({ cwd, fresh: true });
  } finally {
    await parent.rm();
  }
}

const WORKSPACE = {
  packages: {
    "@acme/core": "1.2.0",
    "@acme/kafka": { version: "0.6.0", dependencies: { "@acme/core": "workspace:^" } },
    "@acme/react": { version: "0.3.0", dependencies: { "@acme/core": "workspace:^" } },
    "@acme/vue": { version: "0.1.0", dependencies: { "@acme/core": "workspace:^" } },
  },
  policies: {
    core: { packages: ["@acme/core"], versions: ">=1.0.0", breaking: "major" },
    integrations: { packages: ["@acme/*", "!@acme/core"], versions: "0.y.z", breaking: "minor" },
  },
};

const inFolder = (name: string, files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${name}/${path}`, text]));

const changesetOf = ([name, bump, text]: Change): string =>
  `---\n${JSON.stringify(name)}: ${bump}\n---\n\n${text}\n`;

function write(cwd: string, path: string, text: string): void {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), text);
}

/** A commit on a day, so that each run makes the same history. */
function commitOn(cwd: string, time: number, subject: string): void {
  const date = new Date(time).toISOString();
  process.env["GIT_AUTHOR_DATE"] = date;
  process.env["GIT_COMMITTER_DATE"] = date;
  commitAll(cwd, subject);
}
