import { join } from "node:path";
import {
  type Location,
  type Mistake,
  type Path,
  type Policy,
  type PolicyFile,
  readPolicy,
  rules,
} from "@release-policy/core";
import {
  type Document,
  LineCounter,
  type Node,
  isMap,
  isNode,
  isScalar,
  parseDocument,
} from "yaml";
import { CannotJudge } from "../errors.ts";
import { SIZE_LIMITS, entryAt, listFolder, readText } from "../files/files.ts";
import { firstLine, withoutBomb } from "../workspace/workspace-file.ts";

export const POLICY_FOLDER = "policies";
const ENDINGS = /\.(?:yaml|yml|json)$/;
const ANY_CASE = /\.(?:yaml|yml|json)$/i;

/**
 * Reads `policies/`. Undefined where there is no such folder, or no track in it.
 * Throws `CannotJudge` with every mistake in every file, each with its place.
 */
export function readPolicyFolder(root: string): Policy | undefined {
  const entry = entryAt(join(root, POLICY_FOLDER));
  if (entry === "missing") return undefined;
  if (entry !== "folder") {
    throw new CannotJudge({
      message: `${POLICY_FOLDER} is not a folder`,
      help: "put the folder itself there: links are not followed",
      at: { path: POLICY_FOLDER, line: 1, column: 1 },
    });
  }
  return policyOf(policyTexts(root));
}

/** A file of `policies/`, which need not be written yet. */
export interface PolicyText {
  readonly path: string;
  readonly text: string;
}

/** The files of `policies/` as they stand there; none where there is no such folder. */
export function policyTexts(root: string): readonly PolicyText[] {
  if (entryAt(join(root, POLICY_FOLDER)) === "missing") return [];
  const paths = listFolder(root, POLICY_FOLDER)
    .filter(({ name }) => ANY_CASE.test(name) && !name.startsWith("."))
    .map(({ name }) => `${POLICY_FOLDER}/${name}`);
  const obstacles = paths
    .filter((path) => !ENDINGS.test(path))
    .map((path) => ({
      message: `${path} is not read: its ending is not lower case`,
      help: `rename it to ${path.replace(ANY_CASE, (ending) => ending.toLowerCase())}`,
      at: { path, line: 1, column: 1 },
    }));
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
  return paths.map((path) => ({ path, text: readText(root, path, SIZE_LIMITS.policy) ?? "" }));
}

/** The policy of the files, as `readPolicyFolder` gives it. */
export function policyOf(texts: readonly PolicyText[]): Policy | undefined {
  const mistakes: Mistake[] = [];
  const files = texts.flatMap((text) => parsePolicyFile(text, mistakes) ?? []);
  mistakes.push(...namedTwice(files));
  const names = texts.map(({ path }) => policyFileName(path));
  const reading = readPolicy(files, rules, names);
  mistakes.push(...reading.mistakes);
  if (mistakes.length > 0) throw new CannotJudge(...mistakes.toSorted(byPlace));
  return reading.policy?.tracks.length ? reading.policy : undefined;
}

/** A YAML (or JSON) file with the place of every value; undefined, and its mistakes, where it cannot be parsed. */
export const readPolicyFile = (
  root: string,
  path: string,
  mistakes: Mistake[],
): PolicyFile | undefined =>
  parsePolicyFile({ path, text: readText(root, path, SIZE_LIMITS.policy) ?? "" }, mistakes);

function parsePolicyFile({ path, text }: PolicyText, mistakes: Mistake[]): PolicyFile | undefined {
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines });
  const places = new Places(path, text, doc, lines);
  for (const error of doc.errors) {
    const message =
      error.code === "DUPLICATE_KEY" ? "this key stands twice" : firstLine(error.message);
    mistakes.push({ at: places.at(error.pos[0]), message });
  }
  if (doc.errors.length > 0) return undefined;
  const data = withoutBomb(path, () => doc.toJS({ maxAliasCount: 100 }) as unknown);
  return {
    path,
    name: policyFileName(path),
    data,
    has: (keys) => doc.hasIn(keys),
    at: (keys) => places.ofValue(keys),
    keyAt: (keys) => places.ofKey(keys),
    lineAt: (keys) => places.lineOf(keys),
  };
}

/** `policies/core.yaml` is `core`. */
const policyFileName = (path: string): string =>
  path.slice(POLICY_FOLDER.length + 1).replace(ENDINGS, "");

/** Where the values and keys of a YAML (or JSON) file stand. */
class Places {
  readonly #path: string;
  readonly #text: string;
  readonly #doc: Document;
  readonly #lines: LineCounter;

  constructor(path: string, text: string, doc: Document, lines: LineCounter) {
    this.#path = path;
    this.#text = text;
    this.#doc = doc;
    this.#lines = lines;
  }

  at(offset: number, length?: number): Location {
    const { line, col } = this.#lines.linePos(offset);
    return {
      path: this.#path,
      line: Math.max(line, 1),
      column: Math.max(col, 1),
      ...(length ? { length } : {}),
    };
  }

  /** The place of the value; of the nearest one above it where it is missing. */
  ofValue(keys: Path): Location {
    const node: unknown = keys.length === 0 ? this.#doc.contents : this.#doc.getIn(keys, true);
    if (!isNode(node) || !node.range)
      return keys.length > 0 ? this.ofValue(keys.slice(0, -1)) : this.at(0);
    return this.#ofNode(node);
  }

  ofKey(keys: Path): Location {
    const parent: unknown =
      keys.length === 1 ? this.#doc.contents : this.#doc.getIn(keys.slice(0, -1), true);
    const key = isMap(parent)
      ? parent.items.find((pair) => isScalar(pair.key) && pair.key.value === keys.at(-1))?.key
      : undefined;
    return isNode(key) ? this.#ofNode(key) : this.ofValue(keys);
  }

  lineOf(keys: Path): string {
    const { line } = this.ofValue(keys);
    return (this.#text.split("\n")[line - 1] ?? "").trim();
  }

  #ofNode(node: Node): Location {
    const [start, end] = node.range!;
    const length = this.#text.slice(start, end).split("\n")[0]!.length;
    return this.at(start, length);
  }
}

/** `core.yaml` and `core.json` would be one track twice. */
const namedTwice = (files: readonly PolicyFile[]): Mistake[] =>
  files
    .filter((file, i) => files.findIndex(({ name }) => name === file.name) !== i)
    .map(({ path, name }) => ({
      at: { path, line: 1, column: 1 },
      message: `there is another file for ${name}`,
      help: "keep one of them",
    }));

const byPlace = (a: Mistake, b: Mistake): number =>
  a.at.path === b.at.path
    ? a.at.line - b.at.line || a.at.column - b.at.column
    : a.at.path < b.at.path
      ? -1
      : 1;
