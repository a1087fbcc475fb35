import type { Location } from "../facts/location.ts";
import { chainOf } from "../judge/chain.ts";
import { type Edit, type Fixer, isSamePlace } from "../judge/edit.ts";
import { declarableBumps, declarationsOver } from "../judge/legal-bumps.ts";
import { nearest } from "../judge/remedy.ts";
import type { Bump } from "../versions/bump.ts";

const replaced = (at: Location, was: Bump, text: Bump): Edit => ({
  kind: "replace",
  path: at.path,
  at,
  was,
  text,
});

/** The bump at the place of the finding becomes the nearest that track and branch take. */
export const moveBump: Fixer = ({ package: name = "", at }, view) => {
  const bump = view.declared.find(
    ({ bump: { package: own, at: place } }) => own === name && isSamePlace(place, at),
  )?.bump.bump;
  const allowed = declarableBumps(view, name);
  if (!bump || !allowed || allowed.includes(bump)) return undefined;
  if (declarationsOver(view, name, allowed).length > 0) return undefined;
  return [replaced(at, bump, nearest(bump, allowed))];
};

/** Where the package's own changesets make the accident, all of their majors become the nearest smaller bump. */
export const lowerMajors: Fixer = ({ package: name = "" }, view) => {
  const release = view.releaseOf(name);
  if (!release || release.written) return undefined;
  const [first] = chainOf(release, view.releaseOf);
  if (first?.cause.kind !== "changeset") return undefined;
  const allowed = (declarableBumps(view, name) ?? ["patch", "minor"]).filter(
    (bump) => bump !== "major",
  );
  const instead = nearest("major", allowed);
  if (instead === "none" || declarationsOver(view, name, [instead]).length > 0) return undefined;
  const edits = view.declared.flatMap(({ bump }) =>
    bump.package === name && bump.bump === "major" ? [replaced(bump.at, "major", instead)] : [],
  );
  return edits.length > 0 ? edits : undefined;
};
