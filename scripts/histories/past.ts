import {
  distance,
  type Bump,
  type Declaration,
  type Document,
  type PastRelease,
  type Release,
  type Requirements,
  type RuleId,
  type Section,
  plain,
} from "@release-policy/core";
import { judgeScene, pendingChanges } from "@release-policy/core/testing";

/** A release of the past, as its own workspace would have planned it. */
export interface Past {
  readonly package: string;
  readonly from: string;
  readonly to: string;
  readonly date: string;
  /** Policy files by name. */
  readonly policies: Readonly<Record<string, unknown>>;
  /** Entries under a Breaking heading, and breaking entries elsewhere. */
  readonly breaking?: readonly string[];
  readonly outside?: readonly string[];
  /** Entries under Deprecations. */
  readonly deprecations?: readonly string[];
  readonly removes?: readonly string[];
  readonly declares?: readonly Pick<Declaration, "kind" | "value">[];
  /** Other packages of the same plan: from and to, or the version that stays. */
  readonly beside?: Readonly<Record<string, readonly [from: string, to?: string]>>;
  readonly history?: readonly PastRelease[];
  readonly documents?: readonly Document[];
  readonly added?: readonly string[];
  /** Packages that the base still had. */
  readonly removed?: readonly string[];
  readonly requirements?: { readonly released: Requirements; readonly now: Requirements };
}

const PATH = ".changeset/change.md";
const at = (line: number) => ({ path: PATH, line, column: 1 });

/** A finding on a release of the past. */
export interface Broken {
  readonly rule: RuleId;
  readonly package: string;
  readonly message: string;
}

/** The rules that the release breaks, each with the packages that it names. */
export function brokenBy(past: Past): readonly Broken[] {
  const { package: name, from, to, date, beside = {} } = past;
  const { requirements } = past;
  const { bump } = releasedBy(from, to);
  const releases = Object.entries({ ...beside, [name]: [from, to] as const });
  const { findings } = judgeScene({
    packages: Object.fromEntries(
      releases.map(([pkg, [version]]) => [
        pkg,
        {
          version,
          ...(requirements && pkg === name
            ? { requirements: requirements.now, released: requirements.released }
            : {}),
        },
      ]),
    ),
    releases: Object.fromEntries(
      releases.flatMap(([pkg, [before, after]]) =>
        after === undefined
          ? []
          : [
              [
                pkg,
                {
                  from: before,
                  to: after,
                  ...releasedBy(before, after),
                },
              ],
            ],
      ),
    ),
    changesets: {
      change: {
        path: PATH,
        bumps: [{ package: name, bump, at: at(2) }],
        declarations: declarationsOf(past),
        sections: sectionsOf(past),
      },
    },
    policies: past.policies,
    facts: {
      today: date,
      ...(past.history ? { history: past.history } : {}),
      ...(past.documents ? { documents: past.documents } : {}),
      ...(past.added || past.removed
        ? {
            changes: pendingChanges({
              changesets: ["change"],
              removed: past.removed ?? [],
              // Who removes a package takes it from the policy, too.
              ...(past.removed ? { maturity: [] } : {}),
              removedPackages: (past.removed ?? []).map((removed) => ({
                name: removed,
                dir: `packages/${removed}`,
                version: from,
                private: false,
                dependencies: [],
                requirements: { engines: {}, peers: {} },
              })),
              additions: (past.added ?? []).map((path) => ({ path, package: name })),
            }),
          }
        : {}),
    },
  });
  return findings.map(({ rule, package: about = name, message }) => ({
    rule,
    package: about,
    message: plain(message),
  }));
}

/** What a release is planned with: a prerelease after another one is a patch. */
function releasedBy(from: string, to: string): Pick<Release, "bump" | "causes"> {
  const step = distance(from, to);
  const bump: Bump = step === "none" ? "patch" : step;
  return { bump, causes: [{ kind: "changeset", changeset: "change", bump, at: at(2) }] };
}

function declarationsOf({
  breaking = [],
  outside = [],
  removes = [],
  declares = [],
}: Past): Declaration[] {
  return [
    ...[...breaking, ...outside].map((value, i) => ({
      kind: "breaking" as const,
      value,
      at: at(7 + i),
    })),
    ...removes.map((value) => ({ kind: "removes" as const, value, at: at(90) })),
    ...declares.map((declared) => ({ ...declared, at: at(91) })),
  ];
}

function sectionsOf({ breaking = [], deprecations = [] }: Past): Section[] {
  const section = (kind: Section["kind"], texts: readonly string[], line: number): Section[] =>
    texts.length === 0
      ? []
      : [{ kind, at: at(line), entries: texts.map((text, i) => ({ text, at: at(line + 1 + i) })) }];
  return [...section("breaking", breaking, 6), ...section("deprecations", deprecations, 50)];
}
