import parse from "semver/functions/parse.js";
import type { Document } from "../../facts/evidence.ts";
import type { Release } from "../../facts/facts.ts";
import type { View } from "../../judge/view.ts";

/** A guide in the form that rules need. */
interface Guide {
  readonly path: string;
  /** Whether it has a heading for what is released; one that names another package is about that one. */
  readonly isAbout: (release: Pick<Release, "name" | "to">) => boolean;
}

/**
 * The guides of the package itself and of the workspace, not those of another package. Each guide is looked through
 * once, not once for each release: a pull request can bring thousands of both.
 */
export function guidesOf({
  documents = [],
  packages,
  policy,
}: View): (release: Release) => readonly Guide[] {
  const dirs = new Set(packages.map(({ dir }) => dir));
  const names = new Set(packages.map(({ name }) => name));
  const guides = documents
    .filter(
      ({ path, kind, headings }) =>
        !kind &&
        !path.startsWith("policies/") &&
        (path !== policy.docs.table || headings.length > 0),
    )
    .map((document) => ({ ...guideOf(document, names), owner: ownerOf(document.path, dirs) }));
  return ({ dir }) => guides.filter(({ owner }) => owner === undefined || owner === dir);
}

/** The innermost package that contains a path; undefined if only the root does. */
function ownerOf(path: string, dirs: ReadonlySet<string>): string | undefined {
  const parts = path.split("/").slice(0, -1);
  const around = parts.map((_, last) => parts.slice(0, last + 1).join("/"));
  return around.findLast((dir) => dirs.has(dir));
}

export function guideOf(
  { path, headings }: Pick<Document, "path" | "headings">,
  names: ReadonlySet<string>,
): Guide {
  /** For what is released, the packages that its headings name; undefined for a heading that names none. */
  const about = new Map<string, Set<string | undefined>>();
  for (const { text } of headings) {
    const named = namesInHeading(text, names);
    for (const goal of goalsOf(text)) {
      const known = about.get(goal) ?? new Set();
      about.set(goal, known);
      for (const name of named.length === 0 ? [undefined] : named) known.add(name);
    }
  }
  return {
    path,
    isAbout: ({ name, to }) =>
      openedBy(to).some((goal) => {
        const known = about.get(goal);
        return known !== undefined && (known.has(undefined) || known.has(name));
      }),
  };
}

/** The longest names of packages in a heading. */
const namesInHeading = (heading: string, names: ReadonlySet<string>): readonly string[] =>
  [...heading.matchAll(/@?[\w.~-]{1,214}\/[\w.~-]{1,214}/g)].flatMap(([written]) => {
    for (let name = written; !name.endsWith("/"); name = name.slice(0, -1))
      if (names.has(name)) return [name];
    return [];
  });

/** `## Next`, `## [Unreleased]`, `## Upgrading to the next major version` */
const NEXT =
  /^(?:(?:upgrad|migrat)(?:e|ing) (?:to )?)?(?:the )?v?(?:next|unreleased|upcoming)(?: (?:patch|minor|major))?(?: (?:version|release))?$/i;
/** `1.2.3`, `v1.2`, `2.x`. A bare number is a version after `v` or `version`, or on its own. */
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

const ANY = "next";

/** What a release is called by a heading: its version, the line that it opens, or the next one. */
function openedBy(version: string): readonly string[] {
  const next = parse(version);
  if (!next) return [ANY];
  const { major, minor, patch } = next;
  return [
    ANY,
    `${major}.${minor}.${patch}`,
    ...(patch === 0 ? [`${major}.${minor}`] : []),
    ...(patch === 0 && minor === 0 ? [`${major}`] : []),
  ];
}

/**
 * What a heading of an upgrade guide is about: a version (`## 1.2.3`), a line (`## v1.2`, `## From 1.x to 2.x`), or
 * whatever is next.
 */
function goalsOf(heading: string): readonly string[] {
  const text = plainText(heading);
  if (NEXT.test(text)) return [ANY];
  return [...goalOf(text).matchAll(VERSION)].map(([, marked, bare, ...rest]) => {
    const open = rest.findIndex(isOpen);
    const parts = [marked ?? bare, ...rest.slice(0, open < 0 ? undefined : open)];
    return parts.map(Number).join(".");
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
