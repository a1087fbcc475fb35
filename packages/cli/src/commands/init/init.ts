import { join } from "node:path";
import { EMPTY_POLICY, type Facts, say, series } from "@release-policy/core";
import type { Sentence } from "@release-policy/core/types";
import { judgePlain } from "../../check/check.ts";
import { type LoadOptions, evidenceOf, load } from "../../check/load.ts";
import type { CheckOptions } from "../../check/options.ts";
import { reportOf } from "../../check/report-of.ts";
import type { Report } from "../../check/report.ts";
import { Sources } from "../../check/source-locations.ts";
import { withBranch } from "../../check/workspace.ts";
import { CannotJudge } from "../../errors.ts";
import { entryAt } from "../../files/files.ts";
import { type PackageManager, packageManagerOf, sentenceFor } from "../../files/package-manager.ts";
import { type ChangedFile, readExactly } from "../../files/writing/changed-files.ts";
import { historyOf } from "../../git/tags.ts";
import { type PolicyText, policyOf, policyTexts } from "../../policy/policy-files.ts";
import { policyFiles, workspaceFile } from "../../policy/proposed-files.ts";
import { type ProposedTrack, type Wishes, hazardsOf } from "../../policy/proposed-tracks.ts";
import { CONFIG_FILE } from "../../workspace/changesets/changesets-config.ts";
import { type WriterOptions, inWritableWorkspace } from "../writer.ts";
import { type Guard, withGuard } from "./changelog-guard.ts";
import { chosenTracks, startingTrack } from "./chosen-tracks.ts";
import { type Past, pastOf } from "./past.ts";
import type { AuditProgress } from "../audit/audit-policy.ts";
import { type Script, withScript } from "./package-script.ts";

export interface InitOptions
  extends Pick<CheckOptions, "cwd" | "today" | "branch" | "planner">, Wishes, WriterOptions {
  /** Write the files. Without it they are only proposed. */
  readonly write?: boolean;
  /** The time limit in milliseconds for replaying past releases. No replay if omitted. */
  readonly replay?: number;
  /** Receives the progress of the replay. */
  readonly onProgress?: (progress: AuditProgress) => void;
}

/** What `init` proposes and what it did. */
export interface Initialized {
  readonly files: readonly {
    readonly path: string;
    readonly text: string;
    readonly state: "proposed" | "written" | "there";
  }[];
  readonly tracks: readonly ProposedTrack[];
  /** The track on which new packages start; undefined where no policy says so, or there is one track, which takes them. */
  readonly newPackages?: string;
  /** Packages that may belong on a less mature track, as their names or versions say. */
  readonly hazards: readonly string[];
  /** Past releases that the proposed policy would have refused; undefined without releases or without `replay`. */
  readonly past?: Past;
  /** What became of the script `release:check` in package.json, or would. */
  readonly script: Script;
  /** What became of the guard in `.changeset/config.json`; undefined without Changesets, or without the package that it is. */
  readonly guard?: Guard;
  /** The workspace as the proposed policy judges it today. */
  readonly report: Report;
  readonly hints: readonly Sentence[];
}

const SCRIPT = { name: "release:check", command: "release-policy check" } as const;

/**
 * Proposes a policy that fits the versions of today and what the tags show, judges the workspace with it, and, with
 * `write`, writes it and the script of package.json. Never changes a file of `policies/`: throws `CannotJudge` where
 * other tracks are there, and then writes nothing.
 */
export function init(options: InitOptions = {}): Promise<Initialized> {
  const { write = false } = options;
  return inWritableWorkspace("init", { ...options, dryRun: !write }, async (root, _, writer) => {
    const own = policyTexts(root);
    const loading = {
      today: options.today ?? new Date().toISOString().slice(0, 10),
      mayRunInstalled: true,
      ...(options.planner ? { planner: options.planner } : {}),
    };
    const { facts, choice } = await load(root, policyOf(own) ?? EMPTY_POLICY, loading);
    const history = await historyOf(root, facts.packages).catch(withoutGit);
    const tracks = chosenTracks(history ? { ...facts, history } : facts, options);
    const newPackages = startingTrack(tracks, options);
    const hasWorkspace = own.some(({ path }) => path.startsWith("policies/workspace."));
    const proposed = [
      ...policyFiles(tracks, history),
      ...(hasWorkspace ? [] : workspaceFile({ newPackages, planner: options.planner })),
    ];
    const added = missingOf(proposed, own);
    const texts = [...own, ...added];
    const start = policyOf(texts)?.newPackages?.track;
    const hazards = hazardsOf(tracks, facts.pre).map(({ name }) => name);
    const past =
      options.replay === undefined
        ? undefined
        : await pastOf(root, texts, membersOf(tracks), options.replay, options.onProgress).catch(
            withoutGit,
          );
    const report = await judgeProposal(root, texts, facts, { ...loading, like: choice }, options);
    const manifest = readExactly(root, MANIFEST);
    // pnpm's own release command does not read it.
    const mayHaveGuard = choice.id !== "pnpm" && isFile(root, CONFIG_FILE);
    const config = mayHaveGuard ? readExactly(root, CONFIG_FILE) : undefined;
    const script = scriptFor(manifest);
    const guard = config === undefined ? undefined : withGuard(config);
    const mayGuard = manifest !== undefined && GUARD_NAMED.test(manifest);
    await writer?.write([
      ...added.map(({ path, text }) => ({ path, after: text })),
      ...changed(MANIFEST, manifest, script.text),
      ...(mayGuard ? changed(CONFIG_FILE, config, guard?.text) : []),
    ]);
    return {
      files: proposed.map((file) => ({
        ...file,
        state: !added.includes(file) ? "there" : write ? "written" : "proposed",
      })),
      tracks,
      ...(start === undefined ? {} : { newPackages: start }),
      hazards,
      ...(past ? { past } : {}),
      script: script.state,
      ...(guard && mayGuard ? { guard: guard.state } : {}),
      report,
      hints: [
        ...installHint(manifest, packageManagerOf(root)),
        ...(mayGuard || guard?.value === undefined ? [] : guardHint(guard.value)),
        ...(hasWorkspace && start === undefined ? startHint(newPackages) : []),
        ...(options.preset === undefined ? hazardHint(hazards) : []),
      ],
    };
  });
}

const membersOf = (tracks: readonly ProposedTrack[]): readonly string[] =>
  tracks.flatMap(({ members }) => members.map(({ name }) => name));

const isFile = (root: string, path: string): boolean => entryAt(join(root, path)) === "file";

const MANIFEST = "package.json";
/** Without the package, `changeset version` would fail. */
const GUARD_NAMED = /"@release-policy\/changelog"\s*:/;

const changed = (path: string, before?: string, after?: string): ChangedFile[] =>
  before === undefined || after === undefined ? [] : [{ path, before, after }];

const scriptFor = (manifest: string | undefined): ReturnType<typeof withScript> =>
  manifest === undefined
    ? { state: "no place" }
    : withScript(manifest, SCRIPT.name, SCRIPT.command);

/** Without git there are no tags. */
function withoutGit(error: unknown): undefined {
  if (!(error instanceof CannotJudge)) throw error;
}

/** What is not there yet. Throws `CannotJudge` where a policy is there that is another one. */
function missingOf(
  proposed: readonly PolicyText[],
  own: readonly PolicyText[],
): readonly PolicyText[] {
  const isThere = (file: PolicyText): boolean =>
    own.some(({ path, text }) => path === file.path && text.replaceAll("\r\n", "\n") === file.text);
  const added = proposed.filter((file) => !isThere(file));
  const hasTracks = policyOf(own) !== undefined;
  if (!hasTracks || added.length === 0) return added;
  throw new CannotJudge({
    message: `policies/ already has a policy: ${own.map(({ path }) => path).join(", ")}`,
    help: "edit these files, or move the folder away to start over; nothing was written",
  });
}

/** What `check` would say with these files in `policies/`: what of the plan fails today. */
async function judgeProposal(
  root: string,
  texts: readonly PolicyText[],
  facts: Facts,
  loading: LoadOptions,
  options: Pick<CheckOptions, "branch">,
): Promise<Report> {
  const policy = policyOf(texts)!;
  const evidence = await evidenceOf(root, policy, facts, loading);
  const known = await withBranch({ ...facts, ...evidence.facts }, policy, root, options);
  const judgement = await judgePlain(known, policy, {});
  return reportOf(
    { ...judgement, notes: evidence.notes },
    new Sources(packageManagerOf(root), root),
  );
}

const GUARD = "@release-policy/changelog";

/** The script needs the package that it runs. */
function installHint(manifest: string | undefined, manager: PackageManager): readonly Sentence[] {
  if (manifest === undefined || /"release-policy"\s*:/.test(manifest)) return [];
  return [
    sentenceFor(
      manager,
      say`install release-policy, so that everyone uses the same version: ${"pnpm add --save-dev --workspace-root release-policy"}`,
    ),
  ];
}

/** Names that look less mature than the proposed track: `init` asks about them, or mentions them. */
function hazardHint(names: readonly string[]): readonly Sentence[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, 5).map((name) => say`${name}`);
  const more = names.length > 5 ? [say`${names.length - 5} more`] : [];
  return [
    say`${series([...shown, ...more])} may be ${names.length === 1 ? "an experiment" : "experiments"}, judging by name or version: move ${names.length === 1 ? "it" : "them"} to a less mature track such as ${"policies/experimental.yaml"}`,
  ];
}

/** A file that is there is never changed. */
const startHint = (newPackages: string | undefined): readonly Sentence[] =>
  newPackages === undefined
    ? []
    : [
        say`write ${`newPackages: ${newPackages}`} in ${"policies/workspace.yaml"} to start new packages on that track`,
      ];

/** The guard inside `changeset version` is a separate package, added manually or by a later `init`. */
const guardHint = (value: string): readonly Sentence[] => [
  say`to block these releases inside ${"changeset version"} too, install ${GUARD} and set ${`"changelog": ${value}`} in ${CONFIG_FILE}`,
];
