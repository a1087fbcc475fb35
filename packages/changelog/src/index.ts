import {
  type ChangelogFunctions,
  type Changeset,
  type Turn,
  Turns,
  type UpdatedDependency,
  optionsOf,
  ownDependencyLine,
  ownReleaseLine,
} from "release-policy/internal";
import { generatorOf } from "./generator.ts";
import { guard } from "./guard.ts";

const turns = new Turns();

/** The line of a changeset: its text without trailers, followed by their declarations. Rejects if the policy rejects the release. */
export async function getReleaseLine(
  changeset: Changeset,
  type: string,
  options: unknown,
): Promise<string> {
  turns.line();
  return await releaseLine(changeset, type, options);
}

/** The line of updated dependencies, and the reason of a release without its own change. Rejects like the other. */
export async function getDependencyReleaseLine(
  changesets: readonly Changeset[],
  updated: readonly UpdatedDependency[],
  options: unknown,
): Promise<string> {
  return await dependencyLine(turns.end(), changesets, updated, options);
}

const functions: ChangelogFunctions = { getReleaseLine, getDependencyReleaseLine };
export default functions;

async function releaseLine(changeset: Changeset, type: string, given: unknown): Promise<string> {
  await guard();
  const options = optionsOf(given);
  return await ownReleaseLine(changeset, type, { generator: await generatorOf(options), options });
}

async function dependencyLine(
  turn: Turn,
  changesets: readonly Changeset[],
  updated: readonly UpdatedDependency[],
  given: unknown,
): Promise<string> {
  const report = await guard();
  const options = optionsOf(given);
  const own = { generator: await generatorOf(options), options };
  // With --ignore the plan is another one than the one that was judged.
  const ignores = process.argv.some((arg) => /^--ignore(?:=|$)/.test(arg));
  const judged = ignores ? undefined : { report, root: process.cwd() };
  return await ownDependencyLine(turn, changesets, updated, own, judged);
}
