import { DEPENDENCY_FIELDS } from "@release-policy/core/internal";
import type { Group } from "@release-policy/core/types";
import { CannotJudge, messageOf } from "../../errors.ts";
import { oddKeys } from "../../files/ambiguous-json-keys.ts";
import { SIZE_LIMITS, readText, refuseMark } from "../../files/files.ts";
import { parseJsonObject } from "../../files/json.ts";
import { isPlainName } from "../finders/picomatch.ts";
import type { Package3, Packages3 } from "./changesets-3.ts";
import type { Complaint } from "./config-complaints.ts";
import { type FoundWorkspace, type Manifest, textsOf } from "../manifest.ts";

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
  readonly changelog?: false | readonly [string, unknown];
  /** Of 2. */
  readonly prettier?: boolean;
  /** Of 3. */
  readonly format?: false | string;
  /** What Changesets warns of, with the line of each. */
  readonly warnings?: readonly Complaint[];
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
      help: "run `pnpm changeset init`",
    });
  }
  if (major === 3) refuseMark(workspace.root, CONFIG_FILE);
  const written = parseJsonObject(CONFIG_FILE, text);
  const odd = oddKeys(CONFIG_FILE, text);
  if (odd.length > 0) throw new CannotJudge(...odd);
  refuseManyPatterns(written, workspace.packages.length, major);
  const complaints: ToComplaints = async (messages) =>
    messages.length === 0
      ? []
      : (await import("./config-complaints.ts")).complaintsOf(
          CONFIG_FILE,
          messages,
          written,
          text,
          workspace,
        );
  const read = major === 3 ? validate3 : parse2;
  return await read(workspace, written, complaints);
}

/** Changesets matches every pattern with every package: this many take three seconds in 2, one in 3. */
const MOST_MATCHED = { 2: 1_000_000, 3: 10_000_000 } as const;

/** This many names take as long as one pattern. */
const NAMES_PER_PATTERN = { 2: 1, 3: 10 } as const;

/** Throws `CannotJudge` where groups and the ignore list have so many patterns that reading them takes minutes. */
function refuseManyPatterns(written: object, packages: number, major: 2 | 3): void {
  const { fixed, linked, ignore } = written as Readonly<Record<string, unknown>>;
  const texts = [fixed, linked, ignore].flat(2).filter((one) => typeof one === "string");
  const names = texts.filter(isPlainName).length;
  const matched = (texts.length - names + names / NAMES_PER_PATTERN[major]) * packages;
  if (matched <= MOST_MATCHED[major]) return;
  throw new CannotJudge({
    message: `${CONFIG_FILE} has too many names and patterns for ${packages} packages: ${texts.length}`,
    help: "use fewer patterns, such as `@acme/labs-*`",
    at: { path: CONFIG_FILE, line: 1, column: 1 },
  });
}

type ToComplaints = (messages: readonly string[]) => Promise<readonly Complaint[]>;

async function validate3(
  workspace: FoundWorkspace,
  written: object,
  toComplaints: ToComplaints,
): Promise<ChangesetsConfig> {
  const { validateConfig3, withoutUnread } = await import("./changesets-3.ts");
  const { packages, rangesAreTexts } = withoutUnread(workspace.native as Packages3);
  const { rootPackage: _, ...rootless } = packages;
  const needsDependents = !rangesAreTexts || maySkip(written, packages);
  const native = needsDependents ? packages : rootless;
  const validated = (): ReturnType<typeof validateConfig3> => {
    try {
      return validateConfig3(written, native);
    } catch {
      // It fails at a version or a range that is not a string, where the planner fails too: that is reported with the plan.
      return validateConfig3(written, withTexts(native));
    }
  };
  let result: ReturnType<typeof validateConfig3>;
  try {
    result = withoutConsole(validated);
  } catch (error) {
    throw await validatorFailure(error, workspace);
  }
  const { config, errors, warnings } = result;
  if (!config) throw configRefusal(await toComplaints(errors));
  return { ...(config as ChangesetsConfig), warnings: await toComplaints(warnings) };
}

/**
 * Whether Changesets may skip one of the packages: only then does its config need the dependents, which takes as long
 * as the plan; without a root, there are none. Also true if it would fail on a value that is not a string.
 */
function maySkip(written: object, { packages }: Packages3): boolean {
  const { ignore = [] } = written as { readonly ignore?: unknown };
  if (!Array.isArray(ignore) || ignore.length > 0) return true;
  return packages.some(
    ({ packageJson: { private: isPrivate, version } }) =>
      isPrivate || typeof (version as unknown) !== "string" || version === "",
  );
}

/** The packages with a name, a version and ranges that are text: Changesets 3 prints them where ranges do not fit. */
function withTexts(native: Packages3): Packages3 {
  const complete = (one: Package3): Package3 => {
    const { name = "", version } = one.packageJson as Manifest;
    const ranges = Object.fromEntries(
      DEPENDENCY_FIELDS.map((field) => [field, textsOf(one.packageJson[field])]),
    );
    const written = typeof version === "string" ? version : "0.0.0";
    return { ...one, packageJson: { ...one.packageJson, ...ranges, name, version: written } };
  };
  const { rootPackage, packages } = native;
  return {
    ...native,
    packages: packages.map(complete),
    ...(rootPackage ? { rootPackage: complete(rootPackage) } : {}),
  };
}

async function parse2(
  workspace: FoundWorkspace,
  written: object,
  toComplaints: ToComplaints,
): Promise<ChangesetsConfig> {
  const { parseConfig2 } = await import("./changesets-2.ts");
  const native = workspace.native as Parameters<typeof parseConfig2>[1];
  try {
    return withoutConsole(() =>
      parseConfig2(written as Parameters<typeof parseConfig2>[0], native),
    ) as ChangesetsConfig;
  } catch (error) {
    const [, list] = /^Some errors occurred[^\n]*\n(.*)$/s.exec(messageOf(error)) ?? [];
    // One may quote a value of several lines; each begins like this.
    const messages = list?.split(/\n(?=The (?:`|package ))/);
    throw messages
      ? configRefusal(await toComplaints(messages))
      : await validatorFailure(error, workspace);
  }
}

/** Changesets stumbles over a manifest without a name or a version, or a workspace without a root. Its release would, too. */
async function validatorFailure(error: unknown, workspace: FoundWorkspace): Promise<CannotJudge> {
  (await import("../manifest-faults.ts")).refuseManifestFaults(workspace);
  return new CannotJudge({
    message: `Changesets failed to read ${CONFIG_FILE}: ${messageOf(error).split("\n")[0]!}`,
    help: "give every package.json a name and a version, including the root",
    at: { path: CONFIG_FILE, line: 1, column: 1 },
  });
}

const configRefusal = (complaints: readonly Complaint[]): CannotJudge =>
  new CannotJudge(...complaints.map((complaint) => ({ help: `fix ${CONFIG_FILE}`, ...complaint })));

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
  const original = { error: console.error.bind(console), warn: console.warn.bind(console) };
  Object.assign(console, { error: silence, warn: silence });
  return () => {
    Object.assign(console, original);
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
