import type { Bump } from "../bump.ts";
import { chainOf } from "../chain.ts";
import type { Location } from "../facts.ts";
import { nearest } from "../remedy.ts";
import { allowedFor } from "./allowed.ts";
import { isSamePlace, type Edit, type Fix, type Fixer } from "./edit.ts";

/** The bump at the place of the finding becomes the nearest that track and branch take. */
export const moveBump: Fixer = ({ package: name = "", at }, view) => {
  const bump = view.declared.find(
    ({ bump: { package: own, at: place } }) => own === name && isSamePlace(place, at),
  )?.bump.bump;
  const allowed = allowedFor(view, name);
  if (!bump || !allowed || allowed.includes(bump)) return undefined;
  return fixOf([replaced(at, bump, nearest(bump, allowed))]);
};

/** Where the package's own changesets make the accident, all of their majors become the nearest smaller bump. */
export const lowerMajors: Fixer = ({ package: name = "" }, view) => {
  const release = view.releaseOf(name);
  if (!release || release.written) return undefined;
  const [first] = chainOf(release, view.releaseOf);
  if (first?.cause.kind !== "changeset") return undefined;
  const allowed = (allowedFor(view, name) ?? ["patch", "minor"]).filter((bump) => bump !== "major");
  const instead = nearest("major", allowed);
  if (instead === "none") return undefined;
  return fixOf(
    view.declared.flatMap(({ bump }) =>
      bump.package === name && bump.bump === "major" ? [replaced(bump.at, "major", instead)] : [],
    ),
  );
};

const fixOf = (edits: readonly Edit[]): Fix | undefined =>
  edits.length > 0 ? { edits } : undefined;

const replaced = (at: Location, was: Bump, text: Bump): Edit => ({
  kind: "replace",
  path: at.path,
  at,
  was,
  text,
});
