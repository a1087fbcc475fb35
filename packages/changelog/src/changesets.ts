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
