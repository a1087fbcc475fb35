import valid from "semver/functions/valid.js";
import * as s from "./definition.ts";
import { DEPENDENCY_FIELDS } from "../../facts/facts.ts";
import { PLANNERS } from "../../facts/planner.ts";
import { MOST_GUIDE_GLOBS } from "../pattern-limits.ts";
import { PERMISSIONS } from "../policy.ts";
import {
  atMost,
  bool,
  bumps,
  date,
  distTag,
  fileSchema,
  glob,
  inside,
  isDate,
  listOf,
  oneOf,
  optional,
  range,
  ruleIds,
  rules,
  selectors,
  someOf,
  strict,
  text,
  texts,
} from "./words.ts";

const dependency = () =>
  strict({
    from: text("the name of a track"),
    on: listOf(text("the name of a track"), "names of tracks"),
    fields: optional(someOf(DEPENDENCY_FIELDS)),
  });

const train = () =>
  strict({
    leader: text("a package name"),
    members: selectors(),
    version: s.union(
      [
        s.literal("same"),
        strict({
          minorOffset: s
            .int({ error: "write a whole number, 0 or more" })
            .check(s.minimum(0, { error: "write a whole number, 0 or more" })),
        }),
        strict({ table: table() }),
      ],
      { error: 'write same, { minorOffset: 16 } or { table: { "1.x": "0.50.x" } }' },
    ),
  });

const table = () =>
  s
    .record(range(), range(), { error: 'write shapes of versions, such as { "1.x": "0.50.x" }' })
    .check(s.refine((lines) => Object.keys(lines).length > 0, { error: "the table is empty" }));

const branch = () =>
  strict({
    bumps: optional(bumps()),
    distTag: distTag(),
    prerelease: optional(oneOf(["forbidden", "allowed"])),
    versions: optional(range()),
  });

const EXCEPTIONS = ["security", "regression"] as const;

const freeze = () =>
  strict({
    from: date(),
    to: date(),
    reason: text("the reason, in one sentence"),
    packages: optional(selectors()),
    except: optional(someOf(EXCEPTIONS)),
  }).check(
    s.refine(({ from: first, to: last }) => !isDate(first) || !isDate(last) || first <= last, {
      path: ["to"],
      error: "the freeze ends before it starts",
    }),
  );

const coupling = () =>
  s.union(
    [
      strict({ umbrella: text("a package name"), members: selectors() }),
      strict({ bundler: text("a package name"), bundles: selectors() }),
    ],
    { error: "write { umbrella, members } or { bundler, bundles }" },
  );

const compatibility = () =>
  strict({
    packages: selectors(),
    with: text("a package name"),
    covers: oneOf(["major", "minor", "exact"]),
    floor: optional(
      exactVersion(),
      "The oldest version that must be covered. Default: the newest.",
    ),
  }).check(
    s.refine(({ covers, floor }) => covers !== "exact" || floor === undefined, {
      path: ["floor"],
      error: "delete floor: exact covers only one version",
    }),
  );

const exactVersion = () =>
  text("a version such as 1.0.0, in quotes").check(
    s.refine((value) => valid(value) !== null, {
      error: ({ input }) => `\`${String(input)}\` is not a version such as 1.0.0`,
    }),
  );

const runtimes = () =>
  strict({
    asOf: optional(date(), "The date when this table and the shipped one were last checked."),
    node: optional(
      s.record(
        s.string().check(
          s.regex(/^(?:0\.)?(?:0|[1-9]\d{0,3})$/, {
            error: "expected a Node.js line such as 22",
          }),
        ),
        runtimeLine(),
        { error: 'write lines with dates, such as { "22": { end: 2027-04-30 } }' },
      ),
      "Days of Node's release lines that differ from the shipped table.",
    ),
  });

const runtimeLine = () =>
  strict({
    start: optional(date()),
    lts: optional(date()),
    maintenance: optional(date()),
    end: optional(date()),
  });

const approvals = () =>
  strict({
    rules: s.union([s.literal("all"), ruleIds()], {
      error: "write all, or a list of rules such as [declared-bump]",
    }),
    permission: optional(
      oneOf(PERMISSIONS),
      "The permission in the repository that an approver needs. Default: write.",
    ),
    label: optional(
      text("the name of a label"),
      "A label that approves all open releases. Default: none.",
    ),
    comment: optional(
      bool(),
      "Whether `/release-policy approve <package>@<version>` in a comment approves. Default: true.",
    ),
    byAnother: optional(
      bool(),
      "Whether the author of a pull request cannot approve it. Default: true.",
    ),
  }).check(
    s.refine(({ comment, label }) => comment !== false || label !== undefined, {
      path: ["comment"],
      error: "no way to approve: set comment: true or a label",
    }),
  );

const planner = () =>
  s.union(
    [
      oneOf(PLANNERS),
      strict({
        use: optional(
          oneOf(PLANNERS),
          "The release command to plan with. Default: the one that the workspace uses.",
        ),
        committed: optional(
          oneOf(["refused", "trusted"]),
          "Whether a planner in node_modules that is committed to git may run. Default: no.",
        ),
      }),
    ],
    {
      error: `write one of ${PLANNERS.join(", ")}, or { use: changesets@3, committed: trusted }`,
    },
  );

/** `policies/workspace.yaml` */
export const workspaceSchema = fileSchema({
  $schema: () => optional(s.string()),
  planner: () =>
    optional(
      planner(),
      "The release command to plan with. Default: the one that the workspace uses.",
    ),
  judgedBy: () =>
    optional(
      oneOf(["base", "head"]),
      "Whose policy judges a pull request: that of its base (the default), or its own.",
    ),
  override: () =>
    optional(
      oneOf(["allowed", "forbidden"]),
      "Whether RELEASE_POLICY_OVERRIDE=<reason> makes the guard allow a failing release. Default: allowed.",
    ),
  rules: () => optional(rules(), "Levels and options of rules on every track."),
  newPackages: () =>
    optional(text("the name of a track"), "The track of new packages that no track selects."),
  dependencies: () =>
    optional(
      listOf(dependency(), "mappings such as { from: core, on: [core] }"),
      "A package of the track `from` may depend only on packages of the tracks `on`.",
    ),
  trains: () => optional(listOf(train(), "trains"), "Packages whose versions move together."),
  branches: () =>
    optional(
      s.record(s.string(), branch(), { error: "write branch patterns with the settings of each" }),
      "What may be released from a branch. `*` matches any characters.",
    ),
  freezes: () =>
    optional(listOf(freeze(), "freezes"), "Dates, inclusive, between which no release is allowed."),
  couplings: () =>
    optional(
      listOf(coupling(), "couplings"),
      "An umbrella gets at least the bump of its members; a bundler is released with what it bundles.",
    ),
  compatibility: () =>
    optional(
      listOf(compatibility(), "mappings such as { packages: [...], with: ..., covers: major }"),
      "How many of a package's versions the published ranges of others must cover.",
    ),
  docs: () =>
    optional(
      strict({
        guides: optional(
          atMost(listOf(glob(), "globs"), MOST_GUIDE_GLOBS),
          "Upgrade guides: globs from the root.",
        ),
        changelog: optional(inside("a file name"), "The changelog beside each package.json."),
        table: optional(inside("a path"), "The page with the maturity table."),
        lines: optional(
          atMost(
            listOf(inside("a path with {major} and {minor}"), "paths with {major} and {minor}"),
            MOST_GUIDE_GLOBS,
          ),
          "What each release line needs: a folder such as docs/v{major}.{minor}.",
        ),
      }),
      "Paths of the documents that rules require.",
    ),
  api: () =>
    optional(
      strict({
        reports: optional(
          atMost(listOf(glob(), "globs such as etc/*.api.md"), MOST_GUIDE_GLOBS),
          "API reports that another tool writes: globs from the folder of each package.",
        ),
        unstable: optional(
          texts("names of elements, or entry points such as ./experimental"),
          "Elements and entry points that may change in any release. `*` matches any characters.",
        ),
      }),
      "How public APIs are compared.",
    ),
  runtimes: () => optional(runtimes(), "Overrides of the Node.js release table."),
  approvals: () =>
    optional(
      approvals(),
      "Findings that can be approved on a pull request, for one package at one version.",
    ),
  publish: () =>
    optional(
      text("the command that publishes, such as pnpm publish -r"),
      "The command that publishes. Default: the one in the scripts of package.json.",
    ),
  unpublished: () =>
    optional(
      texts("package names"),
      "Packages that were never published: pnpm releases their current version.",
    ),
});

export type WorkspaceFile = s.Infer<ReturnType<typeof workspaceSchema>>;
