import type { Dependency } from "../facts/facts.ts";
import { type Edit, type Remedies, changesetText, slug } from "../judge/edit.ts";
import { type Sentence, say } from "../sentence.ts";

/** An edge that every planner follows. */
export const writeWorkspaceRange = (
  path: string,
  { name, field }: Pick<Dependency, "name" | "field">,
): Sentence => say`write ${`"${name}": "workspace:^"`} under ${field} in ${path}`;

/** The range becomes one that the planner follows; otherwise the package is released. */
export const followDependency: Remedies = ({ package: name = "", at }, view) => {
  const [field, key] = at.pointer ?? [];
  const dependency = view
    .packageNamed(name)
    ?.dependencies.find((edge) => edge.field === field && (edge.alias ?? edge.name) === key);
  if (!dependency) return [];
  const range: Edit = {
    kind: "set",
    path: at.path,
    keys: [dependency.field, dependency.name],
    value: "workspace:^",
    say: writeWorkspaceRange(at.path, dependency),
  };
  const path = `.changeset/${slug(name)}-patch.md`;
  const release: Edit = {
    kind: "create",
    path,
    text: changesetText(name, "patch", "Follows its dependencies."),
  };
  return dependency.alias === undefined ? [[range], [release]] : [[release]];
};
