import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix, sep } from "node:path";
import { parseSync, Visitor } from "rolldown/utils";

/** A source file of a package, tests excluded, with what it imports and declares. */
export interface SourceFile {
  /** From the root of the repository: `packages/cli/src/git/objects.ts`. */
  readonly path: string;
  /** The folder of its package: `cli`. */
  readonly package: string;
  /** From `src`: `git/objects.ts`. */
  readonly inside: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  /** The names of its top-level functions. */
  readonly functions: readonly string[];
  readonly callsDefineRule: boolean;
}

export interface Import {
  readonly specifier: string;
  /** The file of this repository that the specifier means, undefined for a library. */
  readonly target: string | undefined;
  readonly typeOnly: boolean;
}

/** The TypeScript files in the `src` of every package, without tests, sorted by path. */
export function sourceFiles(root: string): SourceFile[] {
  const packages = readdirSync(join(root, "packages")).toSorted();
  const entries = entriesOf(root, packages);
  return packages.flatMap((name) => {
    const folder = join(root, "packages", name, "src");
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
      .map((file) => file.split(sep).join("/"))
      .toSorted()
      .map((inside) => readSource(root, name, inside, entries));
  });
}

/** The source file of each entry of our packages, by specifier: `@release-policy/core/types`. */
export function entriesOf(root: string, packages: readonly string[]): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  for (const name of packages) {
    const manifest = join(root, "packages", name, "package.json");
    if (!existsSync(manifest)) continue;
    const { name: own, exports = {} } = JSON.parse(readFileSync(manifest, "utf8")) as {
      readonly name: string;
      readonly exports?: Readonly<Record<string, string | { readonly source?: string }>>;
    };
    for (const [entry, target] of Object.entries(exports)) {
      const source = typeof target === "string" ? undefined : target.source;
      if (source) entries.set(posix.join(own, entry), posix.join("packages", name, source));
    }
  }
  return entries;
}

function readSource(
  root: string,
  name: string,
  inside: string,
  entries: ReadonlyMap<string, string>,
): SourceFile {
  const path = `packages/${name}/src/${inside}`;
  const text = readFileSync(join(root, path), "utf8");
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`);
  const imports: Import[] = [];
  const functions = new Set<string>();
  let callsDefineRule = false;
  const add = (specifier: string, typeOnly: boolean) => {
    const own = specifier.startsWith(".") ? posix.join(posix.dirname(path), specifier) : undefined;
    imports.push({ specifier, target: own ?? entries.get(specifier), typeOnly });
  };
  new Visitor({
    ImportDeclaration({ source, importKind, specifiers }) {
      const named = specifiers.map((one) => one.type === "ImportSpecifier" && one.importKind);
      const onlyTypes = named.length > 0 && named.every((kind) => kind === "type");
      add(source.value, importKind === "type" || onlyTypes);
    },
    ExportAllDeclaration: ({ source, exportKind }) => add(source.value, exportKind === "type"),
    ExportNamedDeclaration({ source, exportKind, specifiers }) {
      const onlyTypes =
        specifiers.length > 0 && specifiers.every((one) => one.exportKind === "type");
      if (source) add(source.value, exportKind === "type" || onlyTypes);
    },
    TSImportType: ({ source }) => add(source.value, true),
    ImportExpression({ source }) {
      if (source.type === "Literal" && typeof source.value === "string") add(source.value, false);
    },
    CallExpression({ callee }) {
      if (callee.type === "Identifier" && callee.name === "defineRule") callsDefineRule = true;
    },
  }).visit(program);
  for (const statement of program.body) {
    const declared =
      statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration"
        ? statement.declaration
        : statement;
    if (declared?.type === "FunctionDeclaration" && declared.id) functions.add(declared.id.name);
    if (declared?.type !== "VariableDeclaration") continue;
    for (const { id, init } of declared.declarations) {
      const isFunction = /^(?:ArrowFunction|Function)Expression$/.test(init?.type ?? "");
      if (isFunction && id.type === "Identifier") functions.add(id.name);
    }
  }
  const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
  return {
    path,
    package: name,
    inside,
    lines,
    imports,
    functions: [...functions],
    callsDefineRule,
  };
}

/** The groups of files that all reach each other by imports, the largest first. */
export function circlesOf(files: readonly SourceFile[]): string[][] {
  const graph = graphOf(files);
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const visit = (path: string): void => {
    order.set(path, order.size);
    lowest.set(path, order.get(path)!);
    stack.push(path);
    for (const next of graph.get(path) ?? []) {
      if (!order.has(next)) visit(next);
      if (stack.includes(next)) lowest.set(path, Math.min(lowest.get(path)!, lowest.get(next)!));
    }
    if (lowest.get(path) !== order.get(path)) return;
    const circle = stack.splice(stack.indexOf(path));
    if (circle.length > 1 || graph.get(path)!.has(path)) circles.push(circle.toSorted());
  };
  for (const path of graph.keys()) if (!order.has(path)) visit(path);
  return circles.toSorted((a, b) => b.length - a.length);
}

/** A shortest way from a file back to itself, both ends included. */
export function wayRound(files: readonly SourceFile[], start: string): string[] {
  const graph = graphOf(files);
  const ways = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const next of graph.get(way.at(-1)!) ?? []) {
      if (next === start) return [...way, start];
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  }
  return [];
}

const graphOf = (files: readonly SourceFile[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const known = new Set(files.map(({ path }) => path));
  return new Map(
    files.map(({ path, imports }) => [
      path,
      new Set(imports.flatMap(({ target }) => (target && known.has(target) ? [target] : []))),
    ]),
  );
};
