import type { Declaration } from "../../facts/evidence.ts";
import type { Cause, Changeset, Release } from "../../facts/facts.ts";
import { causeFrom } from "../../judge/changesets-behind.ts";
import type { Deprecation } from "../../policy/policy.ts";
import { greatest } from "../../versions/bump.ts";

/** The api of a ledger entry that is about the package itself. */
export const WHOLE_PACKAGE = "*";

/** A `Deprecates:` or `Removes:` of a changeset, and the release that carries it to users. */
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
  if (declaring.length === 0) return [];
  const byName = new Map(releases.map((release) => [release.name, release]));
  const known = new Set(kind === "removes" ? ledger.map(apiKey) : []);
  return declaring.flatMap((changeset) =>
    changeset.declarations
      .filter((declaration) => declaration.kind === kind)
      .flatMap((declaration) =>
        subjectsOf(declaration, changeset, known).flatMap((subject) => {
          const release = byName.get(subject.package);
          const cause = release && causeFrom(release, changeset);
          return cause ? [{ ...subject, release, changeset, declaration, cause }] : [];
        }),
      ),
  );
}

/**
 * Whose API a changeset of several packages means: the one that it names (`@acme/core#open`, or `@acme/core` for the
 * package itself), else those whose ledger knows the API, else those that it bumps most: the others follow.
 */
function subjectsOf(
  { value }: Declaration,
  { bumps }: Changeset,
  inLedger: ReadonlySet<string>,
): { readonly package: string; readonly api: string }[] {
  const api = apiOf(value);
  for (const { package: name } of bumps) {
    if (api === name) return [{ package: name, api: WHOLE_PACKAGE }];
    if (api[name.length] === "#" && api.startsWith(name))
      return [{ package: name, api: apiOf(api.slice(name.length + 1)) }];
  }
  const known = bumps.filter((bump) => inLedger.has(apiKey({ package: bump.package, api })));
  const most = greatest(bumps.map(({ bump }) => bump));
  const meant = known.length > 0 ? known : bumps.filter(({ bump }) => bump === most);
  return meant.map(({ package: name }) => ({ package: name, api }));
}
