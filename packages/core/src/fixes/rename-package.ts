import { closest } from "../closest.ts";
import { isSamePlace, type Fixer } from "./edit.ts";

/** A name that can only be meant for one package becomes that. */
export const renamePackage: Fixer = ({ at }, view) => {
  for (const { path, bumps, consumed } of view.changesets) {
    const wrong = bumps.find(({ nameAt, at: place }) => isSamePlace(nameAt ?? place, at));
    if (path !== at.path || consumed || !wrong?.nameAt) continue;
    const names = view.packages.map(({ name }) => name);
    const meant = closest(wrong.package, names);
    if (meant === undefined || bumps.some(({ package: name }) => name === meant)) return undefined;
    const others = names.filter((name) => name !== meant);
    if (closest(wrong.package, others) !== undefined) return undefined;
    return {
      edits: [{ kind: "replace", path, at, was: wrong.package, text: meant, quoted: true }],
    };
  }
  return undefined;
};
