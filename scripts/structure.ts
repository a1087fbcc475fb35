import { basename, dirname, resolve } from "node:path";
import { circlesOf, sourceFiles } from "./imports.ts";
import { measuredCheck } from "./structure/measured-check.ts";

/**
 * Prints the structure of the source tree as a Markdown table, one column for each checkout.
 * usage: pnpm structure [folder of a checkout ...]
 */
type Row = readonly [name: string, value: string | number];

const SHORT = 25;
const folders = process.argv.slice(2);
const columns = (folders.length > 0 ? folders : ["."]).map((folder) => resolve(folder));
const tables = columns.map((root) => [...shapeOf(root), ...costOf(root)]);

console.log(line(["", ...columns.map((root) => basename(root))]));
console.log(line(["---", ...columns.map(() => "---:")]));
for (const [index, [name]] of tables[0]!.entries())
  console.log(line([name, ...tables.map((rows) => String(rows[index]![1]))]));

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function shapeOf(root: string): Row[] {
  const files = sourceFiles(root);
  const byFolder = Map.groupBy(files, ({ path }) => dirname(path));
  const [folder, inside] = largest([...byFolder], ([, { length }]) => length);
  const longest = largest(files, ({ lines }) => lines);
  const circles = circlesOf(files);
  const importers = new Map<string, number>();
  for (const { imports } of files)
    for (const target of new Set(imports.map((one) => one.target ?? "")))
      importers.set(target, (importers.get(target) ?? 0) + 1);
  const count = (matches: (file: (typeof files)[number]) => boolean) =>
    files.filter(matches).length;
  return [
    ["Source files", files.length],
    ["Lines", files.reduce((sum, { lines }) => sum + lines, 0)],
    ["Largest folder (files)", `${inside.length} (${folder})`],
    ["Longest file (lines)", `${longest.lines} (${longest.path})`],
    ["Circles of imports, types and `import()` included", circles.length],
    ["Files in the largest circle", circles[0]?.length ?? 0],
    ["Files with exactly one importer", count(({ path }) => importers.get(path) === 1)],
    [`Files under ${SHORT} lines`, count(({ lines }) => lines < SHORT)],
    ["One-word file names", count(({ path }) => /^[a-z]+\.ts$/i.test(basename(path)))],
  ];
}

function costOf(root: string): Row[] {
  const { modules, frames } = measuredCheck(root);
  const files = new Set(frames);
  return [
    ["Own modules that one `check` loads", modules.length],
    ["Own calls from the command line to the planner", `${frames.length} in ${files.size} files`],
  ];
}

function largest<T>(items: readonly T[], size: (item: T) => number): T {
  return items.reduce((most, item) => (size(item) > size(most) ? item : most));
}
