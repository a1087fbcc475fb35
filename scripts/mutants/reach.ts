import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { parseSync, Visitor } from "rolldown/utils";
import { entriesOf } from "../imports.ts";

/** The bundle is built from what its configuration names, and tests get it from Vitest. */
const BUNDLE = { name: "bundle", config: "packages/github/rolldown.config.ts" };

/**
 * The test files that reach a source file, most likely first: by imports, and by file names in strings, which is how
 * processes are started. All test files of its package if none does.
 */
export function testsReaching(root: string): (path: string) => string[] {
  const entries = entriesOf(root, readdirSync(join(root, "packages")).toSorted());
  const files = ["packages", "scripts"].flatMap((folder) => typescriptIn(root, folder));
  const known = new Set(files);
  const users = new Map<string, string[]>();
  for (const file of files) {
    for (const target of targetsOf(root, file, entries))
      if (known.has(target) && target !== file)
        users.set(target, [...(users.get(target) ?? []), file]);
  }
  return (path) => {
    const reached = new Set([path]);
    // A set that grows while it is walked through: the nearest come first.
    for (const file of reached) for (const user of users.get(file) ?? []) reached.add(user);
    const tests = [...reached].filter((file) => file.endsWith(".test.ts"));
    if (tests.length > 0) return byLikeness(path, tests);
    const [, name] = path.split("/");
    return files.filter(
      (file) => file.startsWith(`packages/${name}/`) && file.endsWith(".test.ts"),
    );
  };
}

/** Those first whose paths have most words of the source's: what everything imports is far nearer than what is about it. */
function byLikeness(path: string, tests: readonly string[]): string[] {
  const words = (file: string): string[] => file.split(/[/.-]/);
  const own = new Set(words(path));
  const alike = (file: string): number => new Set(words(file).filter((word) => own.has(word))).size;
  return tests.toSorted((a, b) => alike(b) - alike(a));
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
