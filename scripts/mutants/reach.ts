import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { parseSync, Visitor } from "rolldown/utils";
import { entriesOf } from "../imports.ts";
import type { Mutation } from "./mutations.ts";
import { hashOf, placeOf, type Recording } from "./record.ts";

/** The bundle is built from what its configuration names, and tests get it from Vitest. */
const BUNDLE = { name: "bundle", config: "packages/github/rolldown.config.ts" };

/** A test file that reaches a place, and what is known of it. */
export interface TestFile {
  readonly path: string;
  readonly milliseconds: number;
  /** Whether it passed when all tests were recorded. */
  readonly passed: boolean;
}

/**
 * The test files that reach a mutation, most likely and cheapest first: those of the recording, if it knows the source
 * file as it is; and those that import it, also by file names in strings, which is how processes are started: all of
 * them without a recording, else those that are newer than it. All test files of its package if there is none.
 */
export function testsReaching(
  root: string,
  recording: Recording | undefined,
): (mutation: Mutation) => TestFile[] {
  const entries = entriesOf(root, readdirSync(join(root, "packages")).toSorted());
  const files = ["packages", "scripts", "site"].flatMap((folder) => typescriptIn(root, folder));
  const known = new Set(files);
  const users = new Map<string, string[]>();
  const imports = new Map<string, string[]>();
  for (const file of files) {
    const targets = [...targetsOf(root, file, entries)].filter(
      (target) => known.has(target) && target !== file,
    );
    imports.set(file, targets);
    for (const target of targets) users.set(target, [...(users.get(target) ?? []), file]);
  }
  const same = new Set(files.filter((path) => recording?.hashes[path] === hashOf(root, path)));
  const failed = new Set(recording?.failed);
  const importing = (path: string): string[] =>
    closure(path, users).filter((file) => file.endsWith(".test.ts"));
  const guesses = new Map<string, number>();
  /** What loads much does much. */
  const guess = (test: string): number => {
    const milliseconds = guesses.get(test) ?? 5 * closure(test, imports).length;
    guesses.set(test, milliseconds);
    return milliseconds;
  };
  return (mutation) => {
    const { path, isInFunction } = mutation;
    const recorded = recording?.places[path]?.[placeOf(mutation)] ?? [];
    const isRecorded = recorded.length > 0 && same.has(path) && isInFunction;
    const tests = isRecorded
      ? [
          ...recorded.map((i) => recording!.tests[i]!).filter((test) => known.has(test)),
          ...importing(path).filter((test) => !same.has(test)),
        ]
      : importing(path);
    const [, name] = path.split("/");
    const all =
      tests.length > 0
        ? new Set(tests)
        : files.filter((file) => file.startsWith(`packages/${name}/`) && file.endsWith(".test.ts"));
    // Of a file that was changed since, the places are not known, but the tests are likely the same.
    const ran = Object.values(recording?.places[path] ?? {}).flat();
    return byLikeness(
      path,
      { users: new Set(users.get(path)), ran: new Set(ran.map((i) => recording!.tests[i]!)) },
      [...all].map((test) => ({
        path: test,
        milliseconds: recording?.milliseconds[test] ?? guess(test),
        passed: same.has(test) && !failed.has(test),
      })),
    );
  };
}

/**
 * Those first whose paths share rare words with the source's, that import it themselves, that ran it when they were
 * recorded, and that are cheap: what everything imports is far nearer than what is about it.
 */
function byLikeness(
  path: string,
  { users, ran }: Readonly<Record<"users" | "ran", ReadonlySet<string>>>,
  tests: readonly TestFile[],
): TestFile[] {
  const own = wordsOf(path);
  const words = new Map(tests.map((test) => [test, wordsOf(test.path)]));
  const share = (has: (test: TestFile) => boolean): number =>
    tests.filter(has).length / tests.length;
  const shares = new Map(
    [...own].map((word) => [word, share((test) => words.get(test)!.has(word))]),
  );
  const userShare = share((test) => users.has(test.path));
  const ranShare = share((test) => ran.has(test.path));
  const cost = (test: TestFile): number =>
    [...words.get(test)!].reduce(
      (sum, word) => sum * (shares.get(word) ?? 1),
      Math.max(test.milliseconds, 100) *
        (users.has(test.path) ? userShare : 1) *
        (ran.has(test.path) ? ranShare : 1),
    );
  const costs = new Map(tests.map((test) => [test, cost(test)]));
  return tests.toSorted((a, b) => costs.get(a)! - costs.get(b)!);
}

/** Its package among them. */
const wordsOf = (path: string): ReadonlySet<string> =>
  new Set([...path.split(/[/.-]/), path.split("/", 2).join("/")]);

/** All files that lead from one to the next, the nearest first. */
function closure(path: string, next: ReadonlyMap<string, readonly string[]>): string[] {
  const reached = new Set([path]);
  // It grows while it is walked through.
  for (const file of reached) for (const other of next.get(file) ?? []) reached.add(other);
  return [...reached];
}

function typescriptIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory())
      return /^(?:node_modules|dist)$/.test(entry.name) ? [] : typescriptIn(root, path);
    return entry.name.endsWith(".ts") ? [path] : [];
  });
}

function targetsOf(
  root: string,
  file: string,
  entries: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const targets = new Set<string>();
  const types = new Set<number>();
  new Visitor({
    ImportDeclaration({ source, importKind }) {
      if (importKind === "type") types.add(source.start);
    },
    Literal({ value, start }) {
      if (typeof value !== "string" || value === "" || types.has(start)) return;
      const own = entries.get(value);
      if (own !== undefined) targets.add(own);
      for (const text of [value, `${value}.ts`]) {
        const path = join(root, dirname(file), text);
        if (text.endsWith(".ts") && existsSync(path) && statSync(path).isFile())
          targets.add(relative(root, path).split(sep).join("/"));
      }
    },
    CallExpression({ callee, arguments: [name] }) {
      if (callee.type !== "Identifier" || callee.name !== "inject") return;
      if (name?.type === "Literal" && name.value === BUNDLE.name) targets.add(BUNDLE.config);
    },
  }).visit(parseSync(file, readFileSync(join(root, file), "utf8")).program);
  return targets;
}
