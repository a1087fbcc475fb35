/** The second part of `"changelog": ["@release-policy/changelog", { … }]`. */
export interface Options {
  /** A changelog module for Changesets, or false for no lines. Default: Changesets' own. */
  readonly generator?: string | false;
  /** What that module is given as its own options. */
  readonly options?: unknown;
}

const KEYS = ["generator", "options"];

/** Checks the configuration. Throws if it is invalid. */
export function optionsOf(given: unknown): Options {
  if (given === null || given === undefined) return {};
  if (typeof given !== "object" || Array.isArray(given)) throw wrong("expected an object");
  const unknown = Object.keys(given).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) throw wrong(`unknown key ${JSON.stringify(unknown)}`);
  const { generator } = given as Options;
  if (generator !== undefined && generator !== false && typeof generator !== "string") {
    throw wrong("generator must be the name of a module, or false");
  }
  return given;
}

const wrong = (what: string): Error =>
  new Error(
    `.changeset/config.json: invalid options of @release-policy/changelog: ${what} (expected { generator, options })`,
  );

/** What Changesets, 2.x and 3.x, passes to the functions of a changelog module, as far as it is used here. */
export interface Changeset {
  readonly id: string;
  readonly summary: string;
  readonly commit?: string | undefined;
}

export interface UpdatedDependency {
  readonly name: string;
  readonly newVersion: string;
}

export interface ChangelogFunctions {
  readonly getReleaseLine: (
    changeset: Changeset,
    type: string,
    options: unknown,
  ) => string | Promise<string>;
  readonly getDependencyReleaseLine: (
    changesets: readonly Changeset[],
    dependenciesUpdated: readonly UpdatedDependency[],
    options: unknown,
  ) => string | Promise<string>;
}
