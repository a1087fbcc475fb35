import { join } from "node:path";
import { remembered } from "@release-policy/core/internal";
import { CannotJudge, type Obstacle } from "../errors.ts";
import { entriesIn } from "./files.ts";

/** How a path of a commit is written out, so that its folder is read as a checkout of it would be. */
export interface WrittenFile {
  readonly path: string;
  /** Its content; a file of which only matters that it is there; a folder; something that is neither. */
  readonly as: "text" | "empty" | "folder" | "link";
}

const MANIFESTS = ["package.json", "package.yaml", "package.json5"];
export const SETTINGS = ["pnpm-workspace.yaml", ".yarnrc.yml", ".npmrc", "lerna.json", "rush.json"];
/** Package discovery only checks whether they exist. */
const LOCKS = ["yarn.lock", "package-lock.json", "bun.lock", "bun.lockb", "pnpm-lock.yaml"];
const CHANGESETS = ".changeset";
const USED = ".changeset/pre";
const POLICIES = "policies";
const STATE = ["config.json", "pre.json", "ledger.yaml", "pre"].map(
  (name) => `${CHANGESETS}/${name}`,
);

/** A patch by patch-package, which may keep them in any folder, of a package that planners are made of. It is not read. */
const PLANNER_PATCH = /^(?:[^/]+\/)*(?:[^/]*@(?:changesets|manypkg|pnpm)\+|pnpm\+)[^/]*\.patch$/;

const PLACES: ReadonlySet<string> = new Set([
  CHANGESETS,
  POLICIES,
  ...MANIFESTS,
  ...SETTINGS,
  ...STATE,
]);
const INSTALLED = /(?:^|\/)node_modules\//;
const MANIFEST = /(?:^|\/)package\.(?:json|yaml|json5)$/;
/** In any spelling that a file system takes for the same. */
const ANY_MANIFEST = /(?:^|\/)package\.(?:json|yaml|json5)[. ]*$/iu;
const MANIFEST_INITIALS = "pP";
const CHANGESET_TEXT = /\.(?:md|json|ya?ml)$/;
const POLICY_TEXT = /\.(?:json|ya?ml)$/i;

/** Text, pictures and files without an extension may exist next to the policies. */
const PROSE = /(?<!\.ya?ml)\.(?:mdx?|adoc|rst|html|png|jpe?g|gif|webp|svg|txt)$/i;
const POLICY_TESTS = `${POLICIES}/tests`;
/** Copies of shared policies. */
export const VENDOR_FOLDER = `${POLICIES}/vendor`;

/** Whether an entry of `policies/` looks like a policy but is not read: a file with a different extension, or a folder. */
export function isUnreadPolicy(path: string, isFile: boolean): boolean {
  const isFolder = path === POLICY_TESTS || path === VENDOR_FOLDER;
  const isKnown = POLICY_TEXT.test(path) || PROSE.test(path) || isFolder;
  return !isKnown && !path.startsWith(`${POLICIES}/.`) && (!isFile || path.includes("."));
}

const LINK = "120000";
const SUBMODULE = "160000";
const isRegularMode = (mode: string): boolean => mode === "100644" || mode === "100755";

/** Whether it is in a folder that package discovery never enters. */
export const isInstalled = (path: string): boolean => INSTALLED.test(path);

export const isManifest = (path: string): boolean => MANIFEST.test(path);

/** Whether the path is at a place that a planner or we read from, or would be on another file system. */
export const isReleasePath = (path: string): boolean => {
  const cut = path.indexOf("/");
  return (
    isReleasePlace(cut < 0 ? path : path.slice(0, cut)) ||
    isPlannerPatch(path) ||
    (MANIFEST_INITIALS.includes(path.charAt(path.lastIndexOf("/") + 1)) &&
      ANY_MANIFEST.test(path) &&
      !isInstalled(path))
  );
};

/** Of a file or folder at the top. A repository has tens of them, and thousands of files below. */
const isReleasePlace = remembered(
  (top) => PLACES.has(top) || LOCKS.includes(top) || spelling(top) !== top,
);

/** What of a release path is written out; undefined for what no planner reads, such as a script in `.changeset`. */
export function writtenFile(path: string, mode: string): WrittenFile | undefined {
  const parts = path.split("/");
  const [top = ""] = parts;
  if (LOCKS.includes(top)) return { path: top, as: "empty" };
  if (top === CHANGESETS) return inChangesets(path, parts, mode);
  if (top === POLICIES) return inPolicies(path, parts, mode);
  if (SETTINGS.includes(top)) return { path: top, as: parts.length > 1 ? "folder" : "text" };
  if (isPlannerPatch(path)) return { path, as: "empty" };
  return MANIFEST.test(path) && !isInstalled(path) ? { path, as: "text" } : undefined;
}

const isPlannerPatch = (path: string): boolean =>
  path.endsWith(".patch") && PLANNER_PATCH.test(path) && !isInstalled(path);

function inChangesets(path: string, parts: string[], mode: string): WrittenFile | undefined {
  const depth = path.startsWith(`${USED}/`) ? 3 : 2;
  if (parts.length < depth) return { path, as: "text" };
  const entry = parts.slice(0, depth).join("/");
  // Changesets 2 reads every folder as a changeset of version 1.
  if (parts.length > depth || mode === SUBMODULE) return { path: entry, as: "folder" };
  if (STATE.includes(path)) return { path, as: path === USED ? "empty" : "text" };
  if (mode === LINK) return { path, as: "link" };
  if (CHANGESET_TEXT.test(path)) return { path, as: "text" };
  // Changesets 2 fails at the folder, whatever is in it.
  return depth === 3 ? { path: USED, as: "folder" } : undefined;
}

function inPolicies(path: string, parts: string[], mode: string): WrittenFile | undefined {
  if (parts.length === 1) return { path, as: "text" };
  if (path === VENDOR_FOLDER && !isRegularMode(mode)) return { path, as: "text" };
  const depth = path.startsWith(`${VENDOR_FOLDER}/`) ? 3 : 2;
  const entry = parts.slice(0, depth).join("/");
  const isFile = parts.length === depth && isRegularMode(mode);
  if (!POLICY_TEXT.test(entry) && !isUnreadPolicy(entry, isFile)) return undefined;
  if (isFile) return { path: entry, as: POLICY_TEXT.test(entry) ? "text" : "empty" };
  return { path: entry, as: mode === LINK ? "text" : "folder" };
}

/** Whether the file has to be one that is read: a link or a submodule there stops the reading. */
export function isRefused(path: string, mode: string): boolean {
  if (isRegularMode(mode)) return false;
  const written = writtenFile(path, mode);
  const isFilePlace = STATE.includes(path) || path.startsWith(`${POLICIES}/`);
  return written?.as === "text" || (mode === SUBMODULE && isFilePlace && written !== undefined);
}

/** Marks without a width, which some file systems leave out of names. In quotes: see `UNSAFE` in escape.ts. */
const IGNORED = String.raw`\p{Default_Ignorable_Code_Point}`;
const NOT_ASCII = /[\u0080-\uFFFF]/;

/** A name as a file system reads it that ignores case (macOS, Windows), without what Windows cuts off. */
function foldedName(name: string): string {
  const plain = NOT_ASCII.test(name)
    ? name.replaceAll(new RegExp(IGNORED, "gu"), "").normalize("NFD").toUpperCase()
    : name;
  let end = plain.length;
  while (plain[end - 1] === "." || plain[end - 1] === " ") end--;
  return plain.slice(0, end).toLowerCase();
}

/** The place that a path means where file names ignore case; the path itself for all others. */
function spelling(path: string): string {
  if (PLACES.has(path)) return path;
  const place = path.split("/").map(foldedName).join("/");
  return PLACES.has(place) ? place : path;
}

/** Reports a path that would be read as another where file names ignore case, so that no two machines disagree. */
export const spellingObstacle = remembered((path): readonly Obstacle[] => {
  const parts = path.split("/");
  const name = [parts.slice(0, 1), parts.slice(0, 2)]
    .map((some) => some.join("/"))
    .find((some) => spelling(some) !== some);
  if (name === undefined) return [];
  return [
    {
      message: `${path} is not read on Linux, but macOS and Windows read ${name} as ${spelling(name)}`,
      help: `rename ${name} to ${spelling(name)}, or remove it`,
      at: { path, line: 1, column: 1 },
    },
  ];
});

/** Reports them in a working directory. Throws `CannotJudge` with all of them. */
export function refuseSpellings(root: string): void {
  const names = namesIn(root);
  const changesets = names.includes(CHANGESETS) ? namesIn(join(root, CHANGESETS)) : [];
  const paths = [...names, ...changesets.map((name) => `${CHANGESETS}/${name}`)];
  const obstacles = paths.flatMap(spellingObstacle);
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
}

/** None if unreadable, which its own reader reports. */
function namesIn(folder: string): readonly string[] {
  try {
    return entriesIn(folder).map(({ name }) => name);
  } catch {
    return [];
  }
}

/** Whether its name is not that of a manifest, but is one where names ignore case. */
export const isOddManifest = (path: string): boolean =>
  ANY_MANIFEST.test(path) && !MANIFEST.test(path);

/** Two manifests that are one file where names ignore case: which of them a checkout has is chance. */
export function manifestTwins(paths: ReadonlySet<string>): Obstacle[] {
  return [...paths].flatMap((path): Obstacle[] => {
    if (!isOddManifest(path)) return [];
    const cut = path.lastIndexOf("/") + 1;
    const twin = `${path.slice(0, cut)}${foldedName(path.slice(cut))}`;
    if (!paths.has(twin)) return [];
    return [
      {
        message: `${path} and ${twin} are the same file on macOS and Windows`,
        help: `remove ${path}`,
        at: { path, line: 1, column: 1 },
      },
    ];
  });
}

/** Names that git refuses to check out. */
const NEVER = /^(?:|\.|\.\.|\.git)$/i;
/** What Windows has no file for, or takes for a device, a folder or a stream. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const NOT_ON_WINDOWS = /[\u0000-\u001F<>:"|?*\\]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Why no file of that name can be written below a folder; undefined if it can. */
export function nameFault(path: string, platform = process.platform): string | undefined {
  const parts = path.split("/");
  if (parts.some((part) => NEVER.test(part))) return "git does not check out this path";
  if (platform === "win32" && parts.some((part) => NOT_ON_WINDOWS.test(part)))
    return "Windows does not allow this file name";
  return undefined;
}
