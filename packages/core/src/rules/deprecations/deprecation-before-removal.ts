import type { Release } from "../../facts/facts.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { say } from "../../sentence.ts";
import { WHOLE_PACKAGE } from "./declared-apis.ts";
import { changelogNeeds, removalsOf } from "./removals.ts";

interface DeprecationBeforeRemovalProblem extends Problem {
  readonly package: string;
  readonly api: string;
  readonly release: Release;
  /** The version that deprecates it, where that comes too late. */
  readonly late: string | undefined;
  readonly rolledBack: boolean;
  /** The changeset bumps other packages, whose API it could be. */
  readonly shared: boolean;
}

const REMOVING = '---\n"@acme/core": major\n---\n\nTake `open` away.\n\nRemoves: open\n';

export const deprecationBeforeRemoval = defineRule<DeprecationBeforeRemovalProblem>({
  id: "deprecation-before-removal",
  family: "evidence",
  summary: "What a changeset removes was deprecated in an earlier version.",
  why: "Users find a removal when their build breaks, and a deprecation before. Dagster: “As often as possible, deprecation warnings will precede removals”; 23 of its 37 removals that were traced had one. Judged on tracks with `require.removal`, by `policies/deprecations.yaml` and the package's changelog. An external deadline or a security hole is what waivers are for.",
  level: "warn",
  needs: changelogNeeds,
  examples: {
    reject: [
      {
        title: "Nobody was told",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          cleanup: REMOVING,
        },
        policies: { core: { packages: ["@acme/*"], require: { removal: {} } } },
      },
      {
        title: "The deprecation was rolled back",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          cleanup: REMOVING,
        },
        policies: {
          core: { packages: ["@acme/*"], require: { removal: {} } },
          deprecations: {
            deprecations: [
              { package: "@acme/core", api: "open", deprecatedIn: "1.2.0", state: "rolledBack" },
            ],
          },
        },
      },
    ],
    accept: [
      {
        title: "The ledger knows of it since an earlier version",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          cleanup: REMOVING,
        },
        policies: {
          core: { packages: ["@acme/*"], require: { removal: {} } },
          deprecations: {
            deprecations: [{ package: "@acme/core", api: "open", deprecatedIn: "1.2.0" }],
          },
        },
      },
    ],
  },

  check: (view) =>
    removalsOf(view)
      .filter(({ track, deprecation }) => track?.require.removal && !deprecation)
      .map(({ package: name, api, release, at, cause, track, changeset, told }) => ({
        package: name,
        api,
        release,
        at,
        late: told?.state === "active" ? told.deprecatedIn : undefined,
        rolledBack: told?.state === "rolledBack",
        shared: changeset.bumps.length > 1,
        because: track!.line("require.removal", "require"),
        ...(cause ? { cause } : {}),
      })),

  message: ({ package: name, api, release: { to }, late, rolledBack }) => {
    const what = api === WHOLE_PACKAGE ? say`${name}` : say`${api} of ${name}`;
    if (rolledBack)
      return say`${what} would be removed in ${to}, and its deprecation was rolled back`;
    return late === undefined
      ? say`${what} would be removed in ${to}, and no earlier version deprecated it`
      : say`${what} would be removed in ${to}, and it is deprecated in ${late} only`;
  },
  help: ({ package: name, api, shared }) => {
    const first = say`deprecate it first: keep it, write ${`Deprecates: ${api}`} instead of ${`Removes: ${api}`}, and remove it in a later release; or have the removal waived in ${"policies/waivers.yaml"} of the base branch`;
    return shared
      ? say`${first}. If it belongs to another package of the changeset, name that: ${`Removes: ${name}#${api}`}`
      : first;
  },
});
