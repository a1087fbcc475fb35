import { WHOLE_FILES, remembered } from "@release-policy/core/internal";
import type { Location } from "@release-policy/core/types";
import { CannotJudge } from "../errors.ts";
import { SIZE_LIMITS, readText } from "../files/files.ts";
import { placedYaml } from "../files/on-demand.ts";
import type { YamlText } from "../files/yaml/yaml-text.ts";
import { plainYaml } from "../files/yaml/yaml-values.ts";
import { isObjectOrArray } from "../files/json.ts";

export const WORKSPACE_FILE = "pnpm-workspace.yaml";

/** The settings of pnpm-workspace.yaml that a release depends on. */
export interface WorkspaceSettings {
  readonly packages?: readonly string[];
  readonly versioning?: Readonly<Record<string, unknown>>;
  /** By catalog's name; the one without a name is `default`. */
  readonly catalogs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Names of patched packages, with `@version` if given. */
  readonly patched: readonly string[];
}

/** Reads pnpm-workspace.yaml; undefined if missing. Throws `CannotJudge` if it is not a YAML mapping. */
export function readWorkspaceFile(root: string): WorkspaceSettings | undefined {
  const text = readText(root, WORKSPACE_FILE, SIZE_LIMITS.settings);
  return text === undefined ? undefined : workspaceSettings(text);
}

/** The settings in the text of a pnpm-workspace.yaml. Throws `CannotJudge` as above. */
export const workspaceSettings = remembered((text): WorkspaceSettings => {
  const data = parseSettings(WORKSPACE_FILE, text);
  const packages = Array.isArray(data["packages"]) ? data["packages"].map(String) : undefined;
  return {
    ...(packages ? { packages } : {}),
    ...(isObject(data["versioning"])
      ? { versioning: withoutGuard(withoutEmpty(data["versioning"])) }
      : {}),
    patched: Object.keys(mapped(data["patchedDependencies"], String)),
    catalogs: catalogsIn(data),
  };
}, WHOLE_FILES);

/** The catalogs of pnpm's settings and of Yarn's, which have the same form. */
export const catalogsIn = (
  data: Readonly<Record<string, unknown>>,
): WorkspaceSettings["catalogs"] => ({
  ...mapped(data["catalogs"], strings),
  ...(isObject(data["catalog"]) ? { default: strings(data["catalog"]) } : {}),
});

/**
 * An epic whose lead is not a package: `pnpm version -r` looks for it before it writes anything, and refuses with the lead's
 * words. No package can have a name with a colon.
 */
export const isGuard = (epic: unknown): boolean =>
  typeof epic === "object" &&
  epic !== null &&
  "lead" in epic &&
  typeof epic.lead === "string" &&
  epic.lead.startsWith("guarded: ");

/** pnpm ignores a key without a value. */
const withoutEmpty = (settings: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null));

/** The position of a value in pnpm-workspace.yaml; the first line if it cannot be found. */
export function settingPlace(root: string, keys: readonly (string | number)[]): Location {
  const yaml = placedYaml(readText(root, WORKSPACE_FILE, SIZE_LIMITS.settings) ?? "");
  return { path: WORKSPACE_FILE, ...yaml.placeOf(yaml.nodeAt(keys)?.range?.[0] ?? 0) };
}

/** The guard only makes pnpm stop, and does not affect versions. */
function withoutGuard(versioning: Record<string, unknown>): Record<string, unknown> {
  const { epics } = versioning;
  if (!Array.isArray(epics)) return versioning;
  return { ...versioning, epics: epics.filter((epic) => !isGuard(epic)) };
}

/** The mapping that the file is, or `CannotJudge` with the place of the first error. */
export function parseSettings(path: string, text: string): Record<string, unknown> {
  const plain = plainYaml(text);
  const data = plain ? plain.value : placedSettings(path, text);
  if (data === null) return {};
  if (isObject(data)) return data;
  throw new CannotJudge({
    message: `${path} is not a YAML mapping`,
    at: { path, line: 1, column: 1 },
  });
}

function placedSettings(path: string, text: string): unknown {
  const yaml = placedYaml(text);
  const [fault] = yaml.faults;
  if (!fault) return yamlDataOf(path, yaml);
  const at = { path, ...yaml.placeOf(fault.offset) };
  throw new CannotJudge({ message: `${path} is not valid YAML: ${fault.message}`, at });
}

/** The value of a file. Throws `CannotJudge` if its aliases expand to a huge one. */
export function yamlDataOf(path: string, yaml: YamlText): unknown {
  const data = yaml.data();
  if (data) return data.value;
  throw new CannotJudge({
    message: `${path} has aliases that expand to too much data`,
    help: "replace the aliases with values",
    at: { path, line: 1, column: 1 },
  });
}

export const firstLine = (text: string): string => text.split("\n")[0]!.replace(/ at line .*$/, "");

export const isObject = (value: unknown): value is Record<string, unknown> =>
  isObjectOrArray(value) && !Array.isArray(value);

const mapped = <T>(value: unknown, map: (value: unknown) => T): Record<string, T> =>
  Object.fromEntries(
    Object.entries(isObject(value) ? value : {}).map(([key, inner]) => [key, map(inner)]),
  );

const strings = (value: unknown): Record<string, string> => mapped(value, String);
