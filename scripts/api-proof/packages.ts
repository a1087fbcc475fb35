import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The declarations of a real package: what a consumer of it compiles against. */
export interface Package {
  readonly name: string;
  readonly version: string;
  /** What a consumer writes behind `from`. */
  readonly specifier: string;
  /** Its declaration files and its package.json, by path in the package. */
  readonly files: ReadonlyMap<string, string>;
  /** The folder whose node_modules its own imports are found in. */
  readonly siblings: string;
}

const STORE = fileURLToPath(new URL("../../node_modules/.pnpm", import.meta.url));

/** The newest installed release of a package. Throws if there is none. */
export function installed(name: string): Package {
  const prefix = `${name.replace("/", "+")}@`;
  const folder = readdirSync(STORE)
    .filter((one) => one.startsWith(prefix))
    .toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }))
    .at(-1);
  if (!folder) throw new Error(`${name} is not installed`);
  return packageAt(join(STORE, folder, "node_modules"), name);
}

/** The package of this name in a node_modules folder. */
export function packageAt(modules: string, name: string): Package {
  const root = join(modules, name);
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
    (path) =>
      (/\.d\.[cm]?ts$/.test(path) || /(?:^|\/)package\.json$/.test(path)) &&
      !path.includes("node_modules/"),
  );
  const files = new Map(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]));
  const { version } = JSON.parse(files.get("package.json")!) as { version: string };
  return { name, version, specifier: specifierOf(name), files, siblings: modules };
}

/** `@types/a` declares `a`, and `@types/a__b` declares `@a/b`. */
const specifierOf = (name: string): string =>
  name.replace(/^@types\/(?:([^_]+)__)?/, (_, scope?: string) => (scope ? `@${scope}/` : ""));

/** Writes a package, with some of its files replaced, where the consumers in `folder` find it. */
export function install(
  folder: string,
  { name, files, siblings }: Package,
  replaced: ReadonlyMap<string, string> = new Map(),
): void {
  const modules = join(folder, "node_modules");
  for (const [path, text] of [...files, ...replaced]) {
    const to = join(modules, name, path);
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, path === "package.json" ? withoutVersion(text) : text);
  }
  for (const one of namesIn(siblings)) {
    const to = join(modules, one);
    if (existsSync(to)) continue;
    mkdirSync(dirname(to), { recursive: true });
    symlinkSync(join(siblings, one), to);
  }
}

/** TypeScript treats two packages with the same name and version as one, wherever they are. */
function withoutVersion(text: string): string {
  const { version: _, ...rest } = JSON.parse(text) as Record<string, unknown>;
  return JSON.stringify(rest);
}

function namesIn(modules: string): readonly string[] {
  return readdirSync(modules)
    .filter((name) => !name.startsWith("."))
    .flatMap((name) =>
      name.startsWith("@")
        ? readdirSync(join(modules, name)).map((one) => `${name}/${one}`)
        : [name],
    );
}

const NODE_TYPES = fileURLToPath(new URL("../../node_modules/@types/node", import.meta.url));

/** A folder to compile consumers in, with Node's types and the packages'. */
export function makeWorkspace(folder: string): void {
  mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
  symlinkSync(NODE_TYPES, join(folder, "node_modules/@types/node"));
}

/** Writes the configuration of a program of consumers. */
export function configure(folder: string, name: string, files: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    JSON.stringify({ compilerOptions: OPTIONS, files: files.map((one) => relative(folder, one)) }),
  );
  return path;
}

const OPTIONS = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: ["node"],
  lib: ["esnext", "dom", "dom.iterable"],
  target: "esnext",
  module: "esnext",
  moduleResolution: "bundler",
  esModuleInterop: true,
};
