import validRange from "semver/ranges/valid.js";
import type { Dependency } from "../facts/facts.ts";
import { type Edit, type Remedies, changesetText, slug } from "../judge/edit.ts";
import type { View } from "../judge/view.ts";
import { type Sentence, say } from "../sentence.ts";
import { mayHaveSatisfied } from "../versions/parsed.ts";

/** An edge that every planner follows. */
export const writeWorkspaceRange = (
  path: string,
  { name, field }: Pick<Dependency, "name" | "field">,
): Sentence => writeRange(path, name, field, "workspace:^");

/** The dependency under its own name, with a range that Changesets follows: npm does not support `workspace:`. */
export const withoutAlias = (
  path: string,
  { name, field, spec, range }: Dependency,
  { packages }: View,
): Sentence => {
  const known = packages.some(({ dependencies }) =>
    dependencies.some((edge) => edge.spec.startsWith("workspace:")),
  );
  const keepsRange = !known && spec.startsWith("npm:") && range !== undefined;
  return writeRange(path, name, field, keepsRange ? range : "workspace:^");
};

const writeRange = (path: string, name: string, field: string, range: string): Sentence =>
  say`write ${`"${name}": "${range}"`} under ${field} in ${path}`;

/** Whether a range never meant the package of the workspace: the dependency is the one of the registry. */
export const meansRegistry = ({ name, spec, alias }: Dependency, view: View): boolean =>
  alias === undefined &&
  validRange(spec) !== null &&
  !mayHaveSatisfied(view.packageNamed(name)?.version, spec);

export const writeAlias = (path: string, { name, field, spec }: Dependency): Sentence =>
  say`write ${`"${name}": "npm:${name}@${spec}"`} under ${field} in ${path}`;

/** The range becomes one that the planner follows; otherwise the package is released. */
export const followDependency: Remedies = ({ package: name = "", at }, view) => {
  const [field, key] = at.pointer ?? [];
  const dependency = view
    .packageNamed(name)
    ?.dependencies.find((edge) => edge.field === field && (edge.alias ?? edge.name) === key);
  if (!dependency) return [];
  const isForeign = meansRegistry(dependency, view);
  const range: Edit = {
    kind: "set",
    path: at.path,
    keys: [dependency.field, dependency.name],
    value: isForeign ? `npm:${dependency.name}@${dependency.spec}` : "workspace:^",
    say: (isForeign ? writeAlias : writeWorkspaceRange)(at.path, dependency),
  };
  const path = `.changeset/${slug(name)}-patch.md`;
  const release: Edit = {
    kind: "create",
    path,
    text: changesetText(name, "patch", "Follows its dependencies."),
  };
  // npm takes no alias in peer dependencies.
  if (isForeign) return dependency.field === "peerDependencies" ? [] : [[range]];
  return dependency.alias === undefined ? [[range], [release]] : [[release]];
};
