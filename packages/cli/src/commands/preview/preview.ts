import { type Sentence, say } from "@release-policy/core/internal";
import { inWorkspace, judgedWorkspace } from "../../check/check.ts";
import type { OpenCommits } from "../../check/commits/open-commits.ts";
import type { CheckOptions, JudgeOptions, Judged } from "../../check/options.ts";
import type { ChangelogEntry, Changelogs, Report } from "../../check/report.ts";
import { messageOf } from "../../errors.ts";
import type { Repository } from "../../git/git.ts";
import { commitOf } from "../../git/refs.ts";
import { commitsThatAdded } from "./added-by.ts";
import { formattingOf } from "./formatting.ts";
import { type Generator, generatorFor } from "./generators.ts";
import { type GithubSettings, MISSING, withGithubAnswers } from "./github-answers.ts";
import { type WritablePlan, writablePlan } from "./writable-plan.ts";
import { writtenEntries } from "./written-entries.ts";

export interface PreviewOptions extends CheckOptions, Pick<JudgeOptions, "untriedFixes"> {
  /** Who answers what `@changesets/changelog-github` asks. Default: nobody, and links are marked as missing. */
  readonly github?: Partial<GithubSettings>;
  /** For a comment: no more than this, and whatever fails is a note. Default: everything. */
  readonly most?: PreviewLimits;
}

export interface PreviewLimits {
  readonly entries: number;
  /** Of all texts together. */
  readonly bytes: number;
}

/** The report of a check, with what the release command would write into the changelogs. */
export type Preview = Report & { readonly changelogs: Changelogs };

/**
 * Checks a release plan, and shows what its changelogs would say: Changesets' and pnpm's own code writes them, in a
 * scratch folder. No generator, formatter or other code of the repository is run. Throws `CannotJudge`.
 */
export const preview = (options: PreviewOptions = {}): Promise<Preview> =>
  inWorkspace(options, async (workspace, scratches) => {
    const judged = await judgedWorkspace(workspace, scratches, options);
    const { ref } = options;
    const source = {
      repository: scratches.repository,
      ref: ref === undefined ? "HEAD" : commitOf(scratches.repository, ref),
      ...(ref === undefined ? { folder: workspace } : {}),
    };
    return { ...judged.report, changelogs: await shownChangelogs(judged, source, options) };
  });

/** As `preview` with `ref`, of open commits; `ref` and `since` are full names. Throws `CannotJudge`. */
export async function previewCommit(
  commits: OpenCommits,
  options: PreviewOptions & { readonly ref: string },
): Promise<Preview> {
  const judged = await commits.judge(options);
  const source = { repository: commits.repository, ref: options.ref };
  return { ...judged.report, changelogs: await shownChangelogs(judged, source, options) };
}

/** A verdict is not lost for a preview. */
async function shownChangelogs(
  judged: Judged,
  source: Source,
  options: PreviewOptions,
): Promise<Changelogs> {
  try {
    return await changelogsOf(judged, source, options);
  } catch (error) {
    if (!options.most) throw error;
    return withoutEntries(say`the changelogs could not be shown: ${firstLineOf(error)}`);
  }
}

const firstLineOf = (error: unknown): string => messageOf(error).split("\n")[0]!;

interface Source {
  readonly repository: Repository;
  readonly ref: string;
  /** Of a working tree. */
  readonly folder?: string;
}

async function changelogsOf(
  judged: Judged,
  source: Source,
  options: PreviewOptions,
): Promise<Changelogs> {
  const { input, report, facts } = judged;
  const shown = new Set(report.releases.map(({ name }) => name));
  for (const name of report.pendingReleases ?? []) shown.delete(name);
  if (shown.size === 0) return { entries: [], notes: [], left: report.releases.length };
  if (facts.refusal)
    return withoutEntries(
      say`the changelogs cannot be shown, because the release command would fail (run ${"release-policy check"} to see why)`,
    );
  if (report.planner.id === "pnpm") {
    const { pnpmChangelogs } = await import("./pnpm-changelogs.ts");
    return withinLimits(await pnpmChangelogs(input), shown, report, options.most);
  }
  const plan = writablePlan(report.planner.id === "changesets@2" ? 2 : 3, input);
  if (!plan) return withoutEntries(say`the changelogs cannot be shown without a release plan`);
  const { changelog } = plan.config;
  if (!changelog) return { entries: [], notes: [], left: 0, disabled: true };
  const generator = await generatorFor(changelog, { input, report, installedIn: source.folder });
  if ("refusal" in generator) return withoutEntries(generator.refusal);
  const most = options.most ? MOST_WRITTEN.comment : MOST_WRITTEN.command;
  if (sizeOf(plan) > most)
    return withoutEntries(
      say`the changelogs are too large to be shown (more than ${most / 1e6} MB)`,
    );
  const { name, version, within } = generator;
  const named = {
    generator: {
      name,
      ...(version === "" ? {} : { version }),
      ...(within === undefined ? {} : { within }),
    },
  };
  try {
    return {
      ...named,
      ...withinLimits(
        await changesetsChangelogs(plan, generator, source, options),
        shown,
        report,
        options.most,
      ),
    };
  } catch (error) {
    return {
      ...named,
      ...withoutEntries(say`${name} will refuse to write: ${firstLineOf(error)}`),
    };
  }
}

const withoutEntries = (note: Sentence): Changelogs => ({ entries: [], notes: [note], left: 0 });

/** A text that many packages share is written once for each. */
const MOST_WRITTEN = { comment: 2_000_000, command: 50_000_000 } as const;

function sizeOf({ releases, changesets }: WritablePlan): number {
  const released = new Set(releases.map(({ name }) => name));
  return changesets.reduce(
    (sum, { summary, releases: bumps }) =>
      sum + (summary.length + 200) * bumps.filter(({ name }) => released.has(name)).length,
    0,
  );
}

async function changesetsChangelogs(
  plan: WritablePlan,
  generator: Generator,
  source: Source,
  { github = {} }: PreviewOptions,
): Promise<Pick<Changelogs, "entries" | "notes">> {
  const { commits, unknown } = await commitsThatAdded(
    plan.changesets.map(({ id }) => id),
    { ...source, major: plan.major },
  );
  const { lines, options } = generator;
  const withCommit = <T extends { readonly id: string }>(changeset: T) => ({
    ...changeset,
    commit: unknown.has(changeset.id) ? UNKNOWN : commits.get(changeset.id),
  });
  const write = () =>
    writtenEntries(plan, {
      getReleaseLine: async (changeset, type) =>
        await lines.getReleaseLine(withCommit(changeset), type, options),
      getDependencyReleaseLine: async (changesets, updated) =>
        await lines.getDependencyReleaseLine(changesets.map(withCommit), updated, options),
    });
  const written = generator.asksGithub
    ? await withGithubAnswers({ ask: noOne, ...github, ...generator }, write)
    : await write();
  const { folder, repository, ref } = source;
  const { format, notes } = formattingOf(
    plan,
    folder === undefined ? { repository, commit: ref } : { root: folder },
  );
  const versions = new Map(plan.releases.map((release) => [release.name, release.newVersion]));
  const entries: ChangelogEntry[] = [];
  for (const [name, text] of written) {
    const formatted = format ? await format(name, text) : text;
    entries.push({
      package: name,
      path: changelogPath(plan, name),
      version: versions.get(name) ?? "",
      text: formatted ?? text,
      unknown: [
        ...(unknown.size > 0 && text.includes(UNKNOWN) ? (["commit"] as const) : []),
        ...(generator.asksGithub && text.includes(`](${MISSING})`) ? (["github"] as const) : []),
        ...(formatted === undefined ? (["format"] as const) : []),
      ],
    });
  }
  return { entries, notes: [...generator.notes, ...notes] };
}

/** As long as what is shown of a commit. */
const UNKNOWN = "unknown";
const noOne = async (): Promise<undefined> => undefined;

function changelogPath({ packages, root }: WritablePlan, name: string): string {
  const dir = packages.find(({ packageJson }) => packageJson.name === name)?.dir ?? root;
  const path = dir.slice(root.length + 1).replaceAll("\\", "/");
  return path === "" ? "CHANGELOG.md" : `${path}/CHANGELOG.md`;
}

/** In the order of the report, without what the base releases anyway, and as many as there is room for. */
function withinLimits(
  { entries, notes }: Pick<Changelogs, "entries" | "notes">,
  shown: ReadonlySet<string>,
  { releases }: Report,
  most: PreviewLimits = { entries: Infinity, bytes: Infinity },
): Changelogs {
  const byName = new Map(entries.map((entry) => [entry.package, entry]));
  const all = releases.flatMap(({ name }) => byName.get(name) ?? []);
  const kept: ChangelogEntry[] = [];
  let bytes = 0;
  for (const entry of all.filter((one) => shown.has(one.package))) {
    bytes += Buffer.byteLength(entry.text);
    if (bytes > most.bytes || kept.length >= most.entries) break;
    kept.push(entry);
  }
  const left = all.length - kept.length;
  const shownNotes = kept.length === 0 ? [] : [...notes, ...unknownNotes(kept)];
  return { entries: kept, notes: shownNotes, left };
}

function unknownNotes(entries: readonly ChangelogEntry[]): Sentence[] {
  const has = (what: ChangelogEntry["unknown"][number]) =>
    entries.some(({ unknown }) => unknown.includes(what));
  return [
    ...(has("commit") ? [say`commits that are not in this clone are shown as ${UNKNOWN}`] : []),
    ...(has("github")
      ? [
          say`links and authors that were not fetched from GitHub are shown as ${MISSING} (fetching them needs a token)`,
        ]
      : []),
    ...(has("format")
      ? [say`long entries and entries with code blocks are shown before prettier formats them`]
      : []),
  ];
}
