import type { Document } from "./evidence.ts";
import type { Release } from "./facts.ts";
import { isAbout } from "./guide-heading.ts";
import type { View } from "./view.ts";

/** The guides of the package itself and of the workspace, not those of another package. */
export const guidesFor = (
  { documents = [], packages, policy }: View,
  { dir }: Release,
): readonly Document[] =>
  documents.filter(({ path, kind, headings }) => {
    if (kind || (path === policy.docs.table && headings.length === 0)) return false;
    const owner = packages
      .filter((pkg) => pkg.dir !== "." && path.startsWith(`${pkg.dir}/`))
      .toSorted((a, b) => b.dir.length - a.dir.length)[0];
    return !owner || owner.dir === dir;
  });

/** Whether a guide has a heading for what is released; one that names another package is about that one. */
export const hasHeadingFor = (
  { packages }: View,
  { headings }: Document,
  { name, to }: Release,
): boolean =>
  headings.some(({ text }) => {
    const named = packages.filter((pkg) => pkg.name.includes("/") && text.includes(pkg.name));
    const isForIt = named.length === 0 || named.some((pkg) => pkg.name === name);
    return isForIt && isAbout(text, to);
  });
