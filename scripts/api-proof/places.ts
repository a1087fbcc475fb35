import { API } from "typescript/unstable/sync";
import type { Node } from "typescript/unstable/ast";
import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { configure, type Package } from "./packages.ts";
import { type Change, type Part } from "./edits/edit.ts";
import { KINDS } from "./edits/kinds.ts";

/** The declarations of a package that its entry point reaches, and the edits that can be made in them. */
export interface Declared {
  readonly entry: string;
  readonly files: Readonly<Record<string, string>>;
  readonly places: readonly Place[];
  /** The exports that are the nearest to a declared name: what mentions it, what mentions that, and so on. */
  readonly near: (name: string) => readonly string[];
}

/** An edit of a real place. */
export interface Place {
  readonly kind: string;
  readonly path: string;
  /** The declaration at the top of the file; empty for a statement without a name. */
  readonly owner: string;
  /** The names of the members around it, the innermost first. */
  readonly words: readonly string[];
  /** The file after the edit. */
  readonly edited: () => string;
}

/** Reads the package installed in `folder`. Throws if it has no declarations. */
export function declaredIn(folder: string, { name, specifier }: Package): Declared {
  const api = new API({ cwd: folder });
  try {
    const file = join(folder, "import.ts");
    writeFileSync(file, `import * as p from ${JSON.stringify(specifier)};`);
    const config = configure(folder, "places.json", [file]);
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config)!;
    const [first] = (project.program.getSourceFile(file) as unknown as Part).statements!;
    const module = project.checker.getSymbolAtLocation(first!.moduleSpecifier as unknown as Node);
    const entry = module?.declarations[0]?.resolve()?.getSourceFile().fileName;
    if (entry === undefined) throw new Error(`${specifier} has no declarations`);
    const root = join(folder, "node_modules", name);
    const paths = project.program
      .getSourceFileNames()
      .filter((path) => path.startsWith(`${root}/`));
    const sources = paths.map((path) => project.program.getSourceFile(path) as unknown as Part);
    const graph = graphOf(sources);
    const reached = reachedFrom(
      graph,
      project.checker.getExportsOfModule(module!).map((one) => one.name),
    );
    return {
      entry: relative(root, entry),
      files: Object.fromEntries(
        paths.map((path) => [relative(root, path), readFileSync(path, "utf8")]),
      ),
      places: sources.flatMap((source, i) => placesIn(source, relative(root, paths[i]!), reached)),
      near: (of) => nearest(graph, of),
    };
  } finally {
    api.close();
  }
}

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** What the declarations of each name mention. */
function graphOf(sources: readonly Part[]): Graph {
  const graph = new Map<string, Set<string>>();
  const add = (name: string, words: Iterable<string>) => {
    graph.set(name, new Set([...(graph.get(name) ?? []), ...words]));
  };
  for (const source of sources)
    for (const statement of source.statements ?? []) {
      const words = statement.getText().match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? [];
      for (const name of namesOf(statement)) add(name, words);
      for (const [, from, to] of statement.getText().matchAll(/([\w$]+) as ([\w$]+)/g)) {
        add(to!, [from!]);
        if (statement.getText().startsWith("import")) add(from!, []);
      }
    }
  return graph;
}

function namesOf(statement: Part): readonly string[] {
  const variables = statement.declarationList?.declarations ?? [];
  const names = [...variables, statement].map(({ name }) => name?.getText());
  if (/^export\s*=|^export default /.test(statement.getText())) names.push("default");
  return names.filter((name) => name !== undefined);
}

function reachedFrom(graph: Graph, names: readonly string[]): ReadonlySet<string> {
  const reached = new Set(names);
  for (const name of reached)
    for (const next of graph.get(name) ?? []) if (graph.has(next)) reached.add(next);
  return reached;
}

function nearest(graph: Graph, name: string): readonly string[] {
  const order = new Set([name]);
  for (const one of order) for (const [other, words] of graph) if (words.has(one)) order.add(other);
  return [...order];
}

function placesIn(source: Part, path: string, reached: ReadonlySet<string>): readonly Place[] {
  const places: Place[] = [];
  const text = source.getSourceFile().text;
  for (const statement of source.statements ?? []) {
    const names = namesOf(statement);
    if (names.length > 0 && !names.some((name) => reached.has(name))) continue;
    const visit = (node: Part, outer: readonly string[]): void => {
      const name = node === statement ? undefined : node.name?.text;
      const words = name === undefined ? outer : [name, ...outer];
      for (const { name: kind, edit } of KINDS) {
        const changes = edit(node);
        const owner = names[0] ?? "";
        if (changes) places.push({ kind, path, owner, words, edited: () => apply(text, changes) });
      }
      node.forEachChild((child) => visit(child as unknown as Part, words));
    };
    visit(statement, []);
  }
  return places;
}

function apply(text: string, changes: readonly Change[]): string {
  let out = text;
  for (const { from, to, text: now } of changes.toSorted((a, b) => b.from - a.from))
    out = out.slice(0, from) + now + out.slice(to);
  return out;
}
