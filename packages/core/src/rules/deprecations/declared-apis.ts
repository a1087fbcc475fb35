import type { Declaration } from "../../facts/evidence.ts";
import type { Cause, Changeset, Release } from "../../facts/facts.ts";
import { causeFrom } from "../../judge/changesets-behind.ts";
import type { Deprecation } from "../../policy/policy.ts";
import { greatest } from "../../versions/bump.ts";

/** The api of a ledger entry that is about the package itself. */
export const WHOLE_PACKAGE = "*";

/** A `Deprecates:` or `Removes:` of a changeset, and the release that publishes it. */
export interface DeclaredApi {
  readonly package: string;
  readonly api: string;
  readonly release: Release;
  readonly changeset: Changeset;
  readonly declaration: Declaration;
  readonly cause: Cause;
}

/** The same API however it is written: `` `open()` `` is `open`. */
export const apiOf = (text: string): string =>
  text
    .trim()
    .replace(/^`([^`]*)`$/, "$1")
    .replace(/\(\)$/, "")
    .trim();

/** One API of one package, as a key. */
export const apiKey = ({ package: name, api }: Pick<Deprecation, "package" | "api">): string =>
  `${name}\0${apiOf(api)}`;

/** The APIs that the changesets of the plan deprecate, or remove, in the order of the changesets. */
export function declaredApis(
  kind: "deprecates" | "removes",
  releases: readonly Release[],
  changesets: readonly Changeset[],
  ledger: readonly Deprecation[],
): DeclaredApi[] {
  const declaring = changesets.filter(({ declarations }) =>
    declarations.some((declaration) => declaration.kind === kind),
  );
  const byName = new Map(releases.map((release) => [release.name, release]));
  const known = Map.groupBy(kind === "removes" ? ledger : [], ({ api }) => apiOf(api));
  return declaring.flatMap((changeset) => {
    const subjectsOf = subjectsIn(changeset, known);
    return changeset.declarations
      .filter((declaration) => declaration.kind === kind)
      .flatMap((declaration) =>
        subjectsOf(apiOf(declaration.value)).flatMap((subject) => {
          const release = byName.get(subject.package);
          const cause = release && causeFrom(release, changeset);
          return cause ? [{ ...subject, release, changeset, declaration, cause }] : [];
        }),
      );
  });
}

/**
 * The package of an API in a changeset with several: the one that it names (`@acme/core#open`, or `@acme/core` for
 * the package itself), or those whose ledger lists the API, or those with the largest bump: the others follow.
 */
function subjectsIn(
  { bumps }: Changeset,
  inLedger: ReadonlyMap<string, readonly Deprecation[]>,
): (api: string) => readonly { readonly package: string; readonly api: string }[] {
  const places = new Map(bumps.map(({ package: name }, place) => [name, place] as const));
  const most = greatest(bumps.map(({ bump }) => bump));
  const mostBumped = bumps.filter(({ bump }) => bump === most).map(({ package: name }) => name);
  return (api) => {
    if (places.has(api)) return [{ package: api, api: WHOLE_PACKAGE }];
    const hash = api.indexOf("#");
    const name = api.slice(0, Math.max(0, hash));
    if (places.has(name)) return [{ package: name, api: apiOf(api.slice(hash + 1)) }];
    const entries = inLedger.get(api)?.filter((entry) => places.has(entry.package)) ?? [];
    const known = [...new Set(entries.map((entry) => entry.package))].toSorted(
      (one, other) => places.get(one)! - places.get(other)!,
    );
    return (known.length > 0 ? known : mostBumped).map((one) => ({ package: one, api }));
  };
}
