import { join } from "node:path";
import { entriesIn, memories } from "../../files/files.ts";

interface Pattern {
  readonly segments: readonly string[];
  readonly negated: boolean;
}

export interface WalkOptions {
  /** Names of folders that are never entered. */
  readonly ignored: ReadonlySet<string>;
  /** Whether nothing below a folder is found that a negated pattern matches. */
  readonly prunes: boolean;
}

/**
 * The folders that glob patterns match, relative to the root (itself is the empty path); undefined if that needs more
 * than names, `*` and `**`, or there is a link, a name in different case or an unreadable folder: then the planner's
 * own discovery decides. Tests compare it with that discovery, which takes ten times as long.
 */
export function plainFolders(
  root: string,
  texts: readonly string[],
  options: WalkOptions,
): readonly string[] | undefined {
  const memory = memories.get(root);
  if (!memory || texts.some((text) => HIDDEN.test(text))) return walkFolders(root, texts, options);
  const key = `${JSON.stringify(texts)}${memory.shape}`;
  const last = LAST.get(options);
  if (last?.key === key) return last.found;
  const found = walkFolders(root, texts, options);
  LAST.set(options, { key, found });
  return found;
}

/** Only such a pattern enters a hidden folder, such as `.changeset`, whose files differ in each commit. */
const HIDDEN = /(?:^|[!/])\.[^/]/;

/** What was found last: in neighbouring commits, the same folders. */
const LAST = new WeakMap<
  WalkOptions,
  { readonly key: string; readonly found: readonly string[] | undefined }
>();

function walkFolders(
  root: string,
  texts: readonly string[],
  { ignored, prunes }: WalkOptions,
): readonly string[] | undefined {
  const patterns = texts.flatMap((text) => toPattern(text) ?? []);
  if (patterns.length < texts.length || patterns.every(({ negated }) => negated)) return undefined;
  // With `./` in one of them, finders apply negated patterns in other places.
  if (patterns.some(({ negated }) => negated) && texts.some((text) => text.startsWith("./")))
    return undefined;
  const found: string[] = [];
  let isPlain = true;

  const areBelow = (path: string): boolean =>
    patterns.every(
      ({ segments, negated }) => negated || `${segments.join("/")}/`.startsWith(`${path}/`),
    );

  /** `states` has, for each pattern, how many of its segments may be behind us. */
  function visit(path: string, states: readonly (readonly number[])[]): void {
    const isComplete = (negated: boolean) =>
      patterns.some(
        (pattern, i) => pattern.negated === negated && states[i]!.includes(pattern.segments.length),
      );
    const [isTaken, isRefused] = [isComplete(false), isComplete(true)];
    if (isTaken && !isRefused) found.push(path);
    // The finder begins in the folder that all patterns name, and does not see it refused.
    if (isRefused && prunes && areBelow(path)) isPlain = false;
    const names = new Set(
      patterns.flatMap(({ segments, negated }, i) =>
        negated ? [] : states[i]!.flatMap((at) => segments[at] ?? []),
      ),
    );
    if (names.size === 0 || (isRefused && prunes)) return;
    const entries = entriesOf(join(root, path));
    if (!entries) {
      isPlain = false;
      return;
    }
    for (const entry of entries) {
      const { name } = entry;
      const isOther = !names.has(name) && names.has(name.toLowerCase());
      if (isOther || name.includes("\uFFFD")) isPlain = false;
      if (ignored.has(name) || !(entry.isDirectory() || entry.isSymbolicLink())) continue;
      const next = patterns.map(({ segments }, i) => statesBelow(segments, states[i]!, name));
      if (next.every((some, i) => some.length === 0 || patterns[i]!.negated)) continue;
      if (entry.isSymbolicLink()) isPlain = false;
      if (!isPlain) return;
      visit(path === "" ? name : `${path}/${name}`, next);
    }
  }

  visit(
    "",
    patterns.map(({ segments }) => withGlobstars(segments, [0])),
  );
  return isPlain ? found : undefined;
}

const SEGMENT = /^(?:\.?[a-z_@][a-z0-9_@.+-]*|\*{1,2})$/;
/** What YAML may have had as something else than a text, and negated stars, which finders read differently. */
const NOT_PLAIN = /^(?:true|false|null|undefined|!\*{1,2}(?:\/\*{1,2})*)$/;

function toPattern(text: string): Pattern | undefined {
  const negated = text.startsWith("!");
  const segments = (negated ? text.slice(1) : text.replace(/^\.\//, "")).split("/");
  const isPlain =
    segments.every(
      (one) => SEGMENT.test(one) && !/^(?:node_modules|bower_components)$/.test(one),
    ) && !NOT_PLAIN.test(text);
  return isPlain ? { segments, negated } : undefined;
}

function entriesOf(folder: string) {
  try {
    return entriesIn(folder);
  } catch {
    return undefined;
  }
}

/** The states of a pattern below a folder of this name. Stars match no name that begins with a dot. */
function statesBelow(
  segments: readonly string[],
  states: readonly number[],
  name: string,
): readonly number[] {
  const next = states.flatMap((at) => {
    const segment = segments[at];
    if (segment === "**") return name.startsWith(".") ? [] : [at];
    return segment === name || (segment === "*" && !name.startsWith(".")) ? [at + 1] : [];
  });
  return withGlobstars(segments, next);
}

/** `**` may also match no folder. */
function withGlobstars(segments: readonly string[], states: readonly number[]): readonly number[] {
  if (states.every((at) => segments[at] !== "**")) return states;
  const all = new Set(states);
  for (const at of all) if (segments[at] === "**") all.add(at + 1);
  return [...all];
}
