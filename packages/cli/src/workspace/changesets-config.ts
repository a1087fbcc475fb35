import { validateConfig } from "@changesets/config";
import type { Group } from "@release-policy/core/types";
import { CannotJudge, messageOf } from "../errors.ts";
import { oddKeys } from "../files/ambiguous-json-keys.ts";
import { SIZE_LIMITS, readText } from "../files/files.ts";
import { parseJsonObject } from "../files/json.ts";
import type { FoundWorkspace, Manifest } from "./manifest.ts";

export const CONFIG_FILE = ".changeset/config.json";

/** A config as the planner takes it; both majors agree in these keys. */
export interface ChangesetsConfig {
  readonly fixed: readonly (readonly string[])[];
  readonly linked: readonly (readonly string[])[];
  readonly ignore: readonly string[];
  readonly changedFilePatterns: readonly string[];
  readonly privatePackages: { readonly version: boolean };
  readonly updateInternalDependencies: "patch" | "minor";
  readonly bumpVersionsWithWorkspaceProtocolOnly: boolean;
  readonly ___experimentalUnsafeOptions_WILL_CHANGE_IN_PATCH: {
    readonly onlyUpdatePeerDependentsWhenOutOfRange: boolean;
    readonly updateInternalDependents: "always" | "out-of-range";
  };
}

/** Reads and validates the config with Changesets' own code. Throws `CannotJudge` with all of its complaints. */
export async function readChangesetsConfig(
  workspace: FoundWorkspace,
  major: 2 | 3,
): Promise<ChangesetsConfig> {
  const text = readText(workspace.root, CONFIG_FILE, SIZE_LIMITS.manifest);
  if (text === undefined) {
    throw new CannotJudge({
      message: `${CONFIG_FILE} is missing`,
      help: "start with `pnpm changeset init`",
    });
  }
  const written = parseJsonObject(CONFIG_FILE, text);
  const odd = oddKeys(CONFIG_FILE, text);
  if (odd.length > 0) throw new CannotJudge(...odd);
  return major === 3 ? validate3(workspace, written) : parse2(workspace, written);
}

function validate3(workspace: FoundWorkspace, written: object): ChangesetsConfig {
  const native = workspace.native as Packages3;
  const { config, errors } = withoutConsole(() => {
    try {
      return validateConfig(written, native);
    } catch {
      // It fails at a dependency without a version, where the planner fails too: that is reported with the plan.
      return validatedWithVersions(written, native);
    }
  });
  if (!config) throw configRefusal(errors);
  return config as ChangesetsConfig;
}

function validatedWithVersions(written: object, native: Packages3) {
  try {
    return validateConfig(written, withVersions(native));
  } catch (error) {
    throw validatorFailure(error);
  }
}

type Packages3 = Parameters<typeof validateConfig>[1];
type Package3 = Packages3["packages"][number];

/** The packages with a name and a version each: Changesets 3 prints both where ranges do not fit. */
function withVersions(native: Packages3): Packages3 {
  const complete = (one: Package3): Package3 => {
    const { name = "", version = "0.0.0" } = one.packageJson as Manifest;
    return { ...one, packageJson: { ...one.packageJson, name, version } };
  };
  const { rootPackage, packages } = native;
  return {
    ...native,
    packages: packages.map(complete),
    ...(rootPackage ? { rootPackage: complete(rootPackage) } : {}),
  };
}

async function parse2(workspace: FoundWorkspace, written: object): Promise<ChangesetsConfig> {
  const { parseConfig2 } = await import("./changesets-2.ts");
  const native = workspace.native as Parameters<typeof parseConfig2>[1];
  try {
    return withoutConsole(() =>
      parseConfig2(written as Parameters<typeof parseConfig2>[0], native),
    ) as ChangesetsConfig;
  } catch (error) {
    const complaints = messageOf(error).split("\n").slice(1);
    throw complaints.length > 0 ? configRefusal(complaints) : validatorFailure(error);
  }
}

/** Changesets stumbles over a manifest without a name or a version, or a workspace without a root. Its release would, too. */
const validatorFailure = (error: unknown): CannotJudge =>
  new CannotJudge({
    message: `Changesets fails while it reads ${CONFIG_FILE}: ${messageOf(error).split("\n")[0]!}`,
    help: "give every package.json a name and a version, the one of the root too",
    at: { path: CONFIG_FILE, line: 1, column: 1 },
  });

const configRefusal = (messages: readonly string[]): CannotJudge =>
  new CannotJudge(
    ...messages.map((message) => ({
      message,
      help: `correct ${CONFIG_FILE}`,
      at: { path: CONFIG_FILE, line: 1, column: 1 },
    })),
  );

/** The groups with their places; members are names, globs expanded. */
export function changesetsGroups(config: ChangesetsConfig): Group[] {
  const placed = (kind: Group["kind"]) =>
    config[kind].map((members, i) => ({
      kind,
      members,
      at: { path: CONFIG_FILE, line: 1, column: 1, pointer: [kind, String(i)] },
    }));
  return [...placed("fixed"), ...placed("linked")];
}

/**
 * Keeps a planner off the console until the function that it returns is called: planners warn there about edges that
 * they do not follow, which our own rules say better and in the right place.
 */
export function silenceConsole(): () => void {
  const { console } = globalThis;
  const spoken = { error: console.error.bind(console), warn: console.warn.bind(console) };
  Object.assign(console, { error: silence, warn: silence });
  return () => {
    Object.assign(console, spoken);
  };
}

function withoutConsole<T>(run: () => T): T {
  const restoreConsole = silenceConsole();
  try {
    return run();
  } finally {
    restoreConsole();
  }
}

const silence = (): void => {};
