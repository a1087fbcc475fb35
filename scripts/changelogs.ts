import { parseArgs } from "node:util";
import fc from "fast-check";
import { createFixture } from "fs-fixture";
import {
  CHANGELOG_GENERATORS,
  type ChangelogComparison,
  type ChangelogGenerator,
  commitHistory,
  compareChangelogs,
  fakeGithub,
  installGenerator,
} from "../packages/cli/test/oracle/changelogs.ts";
import {
  changelogFilesOf,
  changelogWorkspaces,
} from "../packages/cli/test/oracle/changelog-workspaces.ts";
import { CannotJudge } from "../packages/cli/src/errors.ts";
import { type Case, readCases } from "./replays/cases.ts";
import { guards } from "./replays/incidents.ts";
import { inWorkspace, majorOf } from "./replays/workspace.ts";

/**
 * Compares the preview of changelogs with what the real `changeset version` of both majors writes, byte for byte: on replays
 * whose configuration names a generator that is bundled, and on generated workspaces for each generator.
 *
 * usage: pnpm changelogs [--replays 100] [--repo acme/mono] [--runs 100] [--seed 20261130]
 */
const { values } = parseArgs({
  options: {
    replays: { type: "string", default: "100" },
    runs: { type: "string", default: "100" },
    seed: { type: "string", default: "20261130" },
    repo: { type: "string" },
  },
});
const github = await fakeGithub();

interface Counts {
  workspaces: number;
  equal: number;
  said: number;
  differ: number;
  refused: number;
  notJudged: number;
}
const counts = new Map<string, Counts>();
const notes = new Map<string, number>();

async function count(
  what: string,
  where: string,
  run: () => Promise<ChangelogComparison>,
): Promise<void> {
  const sum = counts.get(what) ?? {
    workspaces: 0,
    equal: 0,
    said: 0,
    differ: 0,
    refused: 0,
    notJudged: 0,
  };
  counts.set(what, sum);
  sum.workspaces++;
  try {
    const { equal, said, differences, refused, preview } = await run();
    sum.equal += equal;
    sum.said += said;
    sum.differ += differences.length;
    if (refused) {
      sum.refused++;
      // What would not be written must not be shown.
      if (preview.changelogs.entries.length > 0) console.log(`\n${where}: refused`);
    }
    for (const note of preview.changelogs.notes) {
      const text = `${what}: ${note.map((part) => (typeof part === "string" ? part : part.code)).join("")}`;
      notes.set(text, (notes.get(text) ?? 0) + 1);
    }
    for (const one of differences.slice(0, 2))
      console.log(`\n${where}`, JSON.stringify(one, null, 1));
  } catch (error) {
    if (!(error instanceof CannotJudge)) throw error;
    sum.notJudged++;
    console.log(`\n${where}: ${error.message}`);
  }
}

const generatorOf = ({ config }: Case): string => {
  const { changelog } = config as { readonly changelog?: string | readonly [string, unknown] };
  return (typeof changelog === "string" ? changelog : changelog?.[0]) ?? "";
};
const isOurs = (name: string): name is ChangelogGenerator =>
  CHANGELOG_GENERATORS.some((one) => one === name);

const able = readCases()
  .filter((one) => isOurs(generatorOf(one)) && (values.repo ?? one.repo) === one.repo)
  // What commits the release is installed nowhere, and is no part of a changelog.
  .map((one) => ({ ...one, config: { ...one.config, commit: false } }));
const step = Math.max(1, Math.floor(able.length / Math.max(1, Number(values.replays))));
const cases = able.filter((_, i) => i % step === 0).slice(0, Number(values.replays));
for (const one of cases) {
  const [major, generator] = [majorOf(one), generatorOf(one)];
  const files = { ...guards(one), "policies/workspace.yaml": `planner: changesets@${major}\n` };
  await count(
    `replays, Changesets ${major}, ${generator}`,
    `${one.repo} ${one.commit.slice(0, 10)}`,
    () =>
      inWorkspace(one, files, undefined, async (root) => {
        installGenerator(root, generator, major);
        commitHistory(root);
        const packages = one.packages.map(({ dir, manifest }) => ({
          dir,
          name: manifest.name ?? "",
        }));
        return await compareChangelogs(root, major, packages, github.url);
      }),
  );
}

const samples = fc.sample(changelogWorkspaces, {
  numRuns: Number(values.runs),
  seed: Number(values.seed),
});
for (const [index, sample] of samples.entries())
  for (const major of [2, 3] as const)
    for (const generator of CHANGELOG_GENERATORS)
      await count(
        `generated, Changesets ${major}, ${generator}`,
        `workspace ${index}, ${major}, ${generator}`,
        async () => {
          const fixture = await createFixture(changelogFilesOf(sample, major, generator));
          try {
            installGenerator(fixture.path, generator, major);
            commitHistory(fixture.path);
            const packages = sample.plan.packages.map(({ name }) => ({
              name,
              dir: `packages/${name.slice(6)}`,
            }));
            return await compareChangelogs(fixture.path, major, packages, github.url);
          } finally {
            await fixture.rm();
          }
        },
      );
github.close();
console.table(Object.fromEntries(counts));
for (const [text, number] of notes) console.log(`${number} × ${text}`);
process.exitCode = [...counts.values()].some(({ differ }) => differ > 0) ? 1 : 0;
