import { join } from "node:path";
import {
  type Location,
  type Mistake,
  type Path,
  type Policy,
  type PolicyFile,
  byCodeUnit,
  readPolicyBy,
} from "@release-policy/core/internal";
import { CannotJudge, type Obstacle } from "../errors.ts";
import { SIZE_LIMITS, entryAt, listFolder, readText } from "../files/files.ts";
import { jsonObstacle } from "../files/json.ts";
import { placedYaml, placesOfPlain } from "../files/on-demand.ts";
import { VENDOR_FOLDER, isUnreadPolicy } from "../files/release-files.ts";
import type { PlacedYaml, Ranged } from "../files/yaml/plain-places.ts";
import type { YamlText } from "../files/yaml/yaml-text.ts";
import { plainYaml } from "../files/yaml/yaml-values.ts";
import { yamlDataOf } from "../workspace/workspace-file.ts";
import { parts, sharedPoliciesOf } from "./on-demand.ts";
import { rules } from "./rules.ts";

export const POLICY_FOLDER = "policies";
const MOST_FILES = 200;
const MOST_TOGETHER = 1024 * 1024;
/** Of the mistakes in it. */
const MOST_SHOWN = 100;
const ENDINGS = /\.(?:yaml|yml|json)$/;
const ANY_CASE = /\.(?:yaml|yml|json)$/i;

/**
 * Reads `policies/`. Undefined without the folder, or a track in it. Throws `CannotJudge` with every mistake in every
 * file, each with its place.
 */
export function readPolicyFolder(root: string): Policy | undefined {
  const entry = entryAt(join(root, POLICY_FOLDER));
  if (entry === "missing") return undefined;
  if (entry !== "folder") throw notAFolder(POLICY_FOLDER);
  return policyOf(policyTexts(root));
}

/** A file of `policies/`, which need not be written yet. */
export interface PolicyText {
  readonly path: string;
  readonly text: string;
}

/** The files in `policies/`, and copies of shared policies in `policies/vendor/`; none without the folder. */
export function policyTexts(root: string): readonly PolicyText[] {
  if (entryAt(join(root, POLICY_FOLDER)) === "missing") return [];
  const own = policyEntries(root, POLICY_FOLDER);
  const hasVendor = own.some(({ path }) => path === VENDOR_FOLDER);
  if (hasVendor && entryAt(join(root, VENDOR_FOLDER)) !== "folder") throw notAFolder(VENDOR_FOLDER);
  const entries = hasVendor ? [...own, ...policyEntries(root, VENDOR_FOLDER)] : own;
  const unread = entries.filter(({ path, isFile }) => isUnreadPolicy(path, isFile));
  const paths = entries.map(({ path }) => path).filter((path) => ANY_CASE.test(path));
  if (paths.length > MOST_FILES) throw tooLarge(`${paths.length} files (limit: ${MOST_FILES})`);
  const obstacles = [
    ...paths
      .filter((path) => !ENDINGS.test(path))
      .map((path) => ({
        message: `${path} is ignored: its extension is not lowercase`,
        help: `rename it to ${path.replace(ANY_CASE, (ending) => ending.toLowerCase())}`,
        at: { path, line: 1, column: 1 },
      })),
    ...unread.map(({ path }) => ({
      message: `${path} is ignored (expected .yaml, .yml or .json files directly in ${POLICY_FOLDER})`,
      help: "rename it, or move it to another folder",
      at: { path, line: 1, column: 1 },
    })),
  ];
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
  const texts: PolicyText[] = [];
  let size = 0;
  for (const path of paths) {
    const text = readText(root, path, SIZE_LIMITS.policy) ?? "";
    size += text.length;
    if (size > MOST_TOGETHER) throw tooLarge(`more than ${MOST_TOGETHER} characters`);
    texts.push({ path, text });
  }
  return texts;
}

const notAFolder = (path: string): CannotJudge =>
  new CannotJudge({
    message: `${path} is not a folder`,
    help: "replace it with a regular folder",
    at: { path, line: 1, column: 1 },
  });

const policyEntries = (root: string, folder: string) =>
  listFolder(root, folder)
    .filter(({ name }) => !name.startsWith("."))
    .map((entry) => ({ path: `${folder}/${entry.name}`, isFile: entry.isFile() }));

const tooLarge = (what: string): CannotJudge =>
  new CannotJudge({
    message: `${POLICY_FOLDER} is too large to read: ${what}`,
    help: "keep one file for each track, and remove old entries from deprecations.yaml, waivers.yaml and baseline.yaml",
    at: { path: POLICY_FOLDER, line: 1, column: 1 },
  });

/** The policy of the files, as `readPolicyFolder` gives it. */
export function policyOf(texts: readonly PolicyText[]): Policy | undefined {
  const mistakes: Mistake[] = [];
  const all = texts.flatMap((text) => parsePolicyFile(text, mistakes) ?? []);
  const [files, vendored] = [all.filter((one) => !isVendored(one)), all.filter(isVendored)];
  mistakes.push(...namedTwice(files));
  const names = texts.filter((one) => !isVendored(one)).map(({ path }) => policyFileName(path));
  const shared = vendored.length > 0 ? sharedPoliciesOf(vendored, mistakes) : undefined;
  // Each track that extends it would be a mistake as well.
  if (shared && shared.copies.length < vendored.length)
    throw new CannotJudge(...shownMistakes(mistakes));
  const reading = readPolicyBy(files, rules, names, parts, shared?.policies);
  mistakes.push(...reading.mistakes);
  if (mistakes.length > 0) throw new CannotJudge(...shownMistakes(mistakes));
  if (!reading.policy?.tracks.length) return undefined;
  return shared ? { ...reading.policy, shared: shared.copies } : reading.policy;
}

/** A YAML (or JSON) file with the place of every value; undefined, with its mistakes, if it cannot be parsed. */
export const readPolicyFile = (
  root: string,
  path: string,
  mistakes: Mistake[],
): PolicyFile | undefined =>
  parsePolicyFile({ path, text: readText(root, path, SIZE_LIMITS.policy) ?? "" }, mistakes);

function parsePolicyFile({ path, text }: PolicyText, mistakes: Mistake[]): PolicyFile | undefined {
  if (path.endsWith(".json")) {
    const fault = jsonObstacle(path, text);
    if (fault) {
      mistakes.push(fault);
      return undefined;
    }
  }
  const plain = plainYaml(text);
  const whole = plain ? undefined : placedYaml(text);
  let known = whole && new Places(path, whole);
  const places = (): Places => (known ??= new Places(path, placesOfPlain(text)));
  if (whole && hasFaults(whole, places(), mistakes)) return undefined;
  return {
    path,
    name: policyFileName(path),
    data: plain ? plain.value : yamlDataOf(path, whole!),
    has: (keys) => places().has(keys),
    at: (keys) => places().ofValue(keys),
    keyAt: (keys) => places().ofKey(keys),
    lineAt: (keys) => places().lineOf(keys),
  };
}

const isVendored = ({ path }: { readonly path: string }): boolean =>
  path.startsWith(`${VENDOR_FOLDER}/`);

/** `policies/core.yaml` is `core`. */
const policyFileName = (path: string): string =>
  path.slice(POLICY_FOLDER.length + 1).replace(ENDINGS, "");

/** Adds what is wrong with the text; true where something is. */
function hasFaults(yaml: YamlText, places: Places, mistakes: Mistake[]): boolean {
  const faults = [...yaml.faults, ...yaml.tags];
  for (const { offset, message, duplicate } of faults)
    mistakes.push({
      at: places.at(offset),
      message: duplicate ? "duplicate key" : message,
    });
  return faults.length > 0;
}

/** The positions of values and keys in a YAML (or JSON) file. */
class Places {
  readonly #path: string;
  readonly #yaml: PlacedYaml;

  constructor(path: string, yaml: PlacedYaml) {
    this.#path = path;
    this.#yaml = yaml;
  }

  has(keys: Path): boolean {
    return this.#yaml.has(keys);
  }

  at(offset: number, length?: number): Location {
    return { path: this.#path, ...this.#yaml.placeOf(offset), ...(length ? { length } : {}) };
  }

  /** The place of the value, or of its closest parent if it is missing. */
  ofValue(keys: Path): Location {
    const node = this.#yaml.nodeAt(keys);
    if (node?.range) return this.#ofNode(node);
    return keys.length > 0 ? this.ofValue(keys.slice(0, -1)) : this.at(0);
  }

  ofKey(keys: Path): Location {
    const key = this.#yaml.keyAt(keys);
    return key?.range ? this.#ofNode(key) : this.ofValue(keys);
  }

  lineOf(keys: Path): string {
    const node = keys.map((_, i) => this.#yaml.nodeAt(keys.slice(0, keys.length - i)));
    const [start = 0] = (node.find((one) => one?.range) ?? this.#yaml.nodeAt([]))?.range ?? [];
    return this.#yaml.lineAt(start).trim();
  }

  #ofNode(node: Ranged): Location {
    return this.at(node.range![0]!, this.#yaml.lengthOf(node));
  }
}

/** `core.yaml` and `core.json` would be one track twice. */
function namedTwice(files: readonly PolicyFile[]): Mistake[] {
  const names = new Set<string>();
  return files.flatMap(({ path, name }) => {
    if (!names.has(name)) {
      names.add(name);
      return [];
    }
    return [
      {
        at: { path, line: 1, column: 1 },
        message: `two files define ${name}`,
        help: "delete one of them",
      },
    ];
  });
}

/** The first of them, and how many more there are. */
function shownMistakes(mistakes: readonly Mistake[]): Obstacle[] {
  const sorted = mistakes.toSorted(byPlace);
  const more = sorted.length - MOST_SHOWN;
  if (more <= 0) return sorted;
  return [...sorted.slice(0, MOST_SHOWN), { message: `${more} more mistakes in ${POLICY_FOLDER}` }];
}

const byPlace = (a: Mistake, b: Mistake): number =>
  byCodeUnit(a.at.path, b.at.path) || a.at.line - b.at.line || a.at.column - b.at.column;
