import parse from "semver/functions/parse.js";
import type { Document } from "../../facts/evidence.ts";
import type { Release } from "../../facts/facts.ts";
import type { View } from "../../judge/view.ts";

/** The guides of the package itself and of the workspace, not those of another package. */
export const guidesFor = (
  { documents = [], packages, policy }: View,
  { dir }: Release,
): readonly Document[] =>
  documents.filter(({ path, kind, headings }) => {
    if (
      kind ||
      path.startsWith("policies/") ||
      (path === policy.docs.table && headings.length === 0)
    )
      return false;
    const owner = packages
      .filter((pkg) => pkg.dir !== "." && path.startsWith(`${pkg.dir}/`))
      .toSorted((a, b) => b.dir.length - a.dir.length)[0];
    return !owner || owner.dir === dir;
  });

/** `## Next`, `## [Unreleased]`, `## Upgrading to the next major version` */
const NEXT =
  /^(?:(?:upgrad|migrat)(?:e|ing) (?:to )?)?(?:the )?v?(?:next|unreleased|upcoming)(?: (?:patch|minor|major))?(?: (?:version|release))?$/i;
/** `1.2.3`, `v1.2`, `2.x`. A bare number is a version behind `v` or `version`, or where nothing else stands. */
const VERSION =
  /(?<![\w.-])(?:(?:v|version |^(?=\d+(?::|$)))(\d{1,9})|(\d{1,9})(?=\.))(?:\.(\d{1,9}|x)(?:\.(\d{1,9}|x))?)?(?!\w|\.[\dx])/gi;

const isOpen = (part: string | undefined): boolean => part === undefined || /^x$/i.test(part);

/** Without links, marks and the day of the release. */
const plainText = (heading: string): string =>
  heading
    .replaceAll(/\]\([^()]*\)/g, "]")
    .replaceAll(/[[\]*`_]/g, "")
    .replaceAll(/\(?\b\d{4}-\d{2}-\d{2}\b\)?/g, "")
    .replace(/[\s:–-]+$/, "")
    .trim();

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

/**
 * Whether a heading of an upgrade guide is about a version: it names it (`## 1.2.3`), names the line that it opens
 * (`## v1.2` for 1.2.0, `## From 1.x to 2.x` for 2.0.0), or says that it is about the next one.
 */
export function isAbout(heading: string, version: string): boolean {
  const text = plainText(heading);
  if (NEXT.test(text)) return true;
  const next = parse(version);
  if (!next) return false;
  return [...goalOf(text).matchAll(VERSION)].some(([, marked, bare, minor, patch]) => {
    if (Number(marked ?? bare) !== next.major) return false;
    if (isOpen(minor)) return next.minor === 0 && next.patch === 0;
    if (Number(minor) !== next.minor) return false;
    return isOpen(patch) ? next.patch === 0 : Number(patch) === next.patch;
  });
}

/** Where the way leads: `2.x` of `1.x to 2.x` and of `2.x from 1.x`. */
function goalOf(text: string): string {
  const onward = text.replaceAll(/\bfrom v?[\d.x]+/gi, "").trim();
  const goal = onward
    .split(/\bto\b|→|[-=]>/i)
    .at(-1)!
    .trim();
  return /\d/.test(goal) ? goal : onward;
}
