import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { circlesOf, sourceFiles, wayRound, type Import, type SourceFile } from "./imports.ts";
import { brokenLinks } from "./links.ts";

/**
 * The floors of each package, top to bottom. A name is a folder in `src` or a file there (without `.ts`). A file imports
 * only from its own folder and from floors below; names on one floor (`a|b`) do not import each other.
 */
const FLOORS: Floors = {
  core: [
    "index|internal|types|schemas",
    "testing",
    "rules",
    "fixes",
    "judge",
    "docs",
    "policy",
    "facts",
    "versions",
    "sentence",
  ],
  cli: [
    "main",
    "cli",
    "help",
    "index|internal",
    "format-report",
    "commands",
    "formats",
    "check",
    "api",
    "git",
    "planners",
    "policy",
    "changesets",
    "tarballs",
    "workspace",
    "files",
    "errors|node-version|older-node|tool-version",
  ],
  github: [
    "action|app|comment",
    "post|webhook",
    "approvals",
    "commands",
    "sticky-comment",
    "judge",
    "forge",
    "pull-request|log|json-log",
  ],
  api: [
    "index",
    "reports",
    "surface",
    "compare",
    "proven-breaks",
    "verdict",
    "probes|members",
    "stubs",
    "elements",
    "normalised",
    "compiler",
    "browser-names|difference",
  ],
  changelog: ["index", "generator|guard|releases-in-turn|why-released", "sections", "options"],
};
const MOST_FILES = 12;
const MOST_LINES = 300;
const LIST = new Intl.ListFormat("en");

/** What some files must not import, beyond the floors. */
const RESTRICTIONS: readonly Restriction[] = [
  {
    law: "core imports only semver, zod and itself",
    of: (file) => file.package === "core",
    refuses: ({ specifier, target }) =>
      target
        ? !target.startsWith("packages/core/src/")
        : !/^(?:semver|zod)(?:\/|$)/.test(specifier),
  },
  {
    law: "a rule does not import another rule",
    of: isRule,
    refuses: (_, target) => target !== undefined && isRule(target),
  },
  {
    law: "a format imports only types and files of formats/",
    of: isFormat,
    refuses: ({ specifier, typeOnly }, target) =>
      !typeOnly &&
      !/^(?:node:(?:crypto|util)|zod\/mini)$/.test(specifier) &&
      !(target && isFormat(target)),
  },
  {
    law: "only tests and scripts import testing/",
    of: (file) => !isTesting(file),
    refuses: (_, target) => target !== undefined && isTesting(target),
  },
];

export type Floors = Readonly<Record<string, readonly string[]>>;
type Law = (files: readonly SourceFile[], floors: Floors) => readonly string[];
interface Restriction {
  readonly law: string;
  readonly of: (file: SourceFile) => boolean;
  readonly refuses: (one: Import, target: SourceFile | undefined) => boolean;
}

const LAWS: readonly Law[] = [
  circles,
  floorOrder,
  folderSize,
  fileSize,
  functionNames,
  restrictions,
];

/** One sentence for each breach of the laws of the source tree, with the files that it is about. */
export function breachesIn(root: string, floors: Floors = FLOORS): string[] {
  const files = sourceFiles(root);
  return [...new Set([...LAWS.flatMap((law) => law(files, floors)), ...coreTypes(root)])];
}

function circles(files: readonly SourceFile[]): string[] {
  return circlesOf(files).map((circle) => {
    const size = circle.length > 2 ? ` (${circle.length} files reach each other)` : "";
    return `Circular import: ${wayRound(files, circle[0]!).join(" → ")}${size}.`;
  });
}

function floorOrder(files: readonly SourceFile[], floors: Floors): string[] {
  const nameOf = ({ inside }: SourceFile) => inside.replace(/(?:\/.*|\.ts)$/, "");
  const floorOf = (file: SourceFile) =>
    floors[file.package]?.findIndex((floor) => floor.split("|").includes(nameOf(file))) ?? -1;
  const unlisted = files.filter((file) => floorOf(file) < 0);
  const wrong = importsIn(files).filter(({ file, target }) => {
    if (target?.package !== file.package || nameOf(target) === nameOf(file)) return false;
    const [from, to] = [floorOf(file), floorOf(target)];
    return from >= 0 && to >= 0 && from >= to;
  });
  return [
    ...new Set(
      unlisted.map((file) => `packages/${file.package}/src: ${nameOf(file)} is not in its floors.`),
    ),
    ...wrong.map(
      ({ file, target }) =>
        `${file.path} imports ${target!.path}, but ${nameOf(target!)} is not below ${nameOf(file)}.`,
    ),
  ];
}

function folderSize(files: readonly SourceFile[]): string[] {
  return [...Map.groupBy(files, ({ path }) => dirname(path))]
    .filter(([, inside]) => inside.length > MOST_FILES)
    .map(([path, { length }]) => `${path} has ${length} source files (limit: ${MOST_FILES}).`);
}

function fileSize(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ lines }) => lines > MOST_LINES)
    .map(({ path, lines }) => `${path} has ${lines} lines (limit: ${MOST_LINES}).`);
}

function functionNames(files: readonly SourceFile[]): string[] {
  const declared = files.flatMap((file) => file.functions.map((name) => ({ name, file })));
  return [...Map.groupBy(declared, ({ name, file }) => `${file.package} ${name}`).values()]
    .filter(({ length }) => length > 1)
    .map(
      (all) => `${all[0]!.name}() is declared in ${LIST.format(all.map(({ file }) => file.path))}.`,
    );
}

function restrictions(files: readonly SourceFile[]): string[] {
  return importsIn(files).flatMap(({ file, one, target }) =>
    RESTRICTIONS.filter(({ of, refuses }) => of(file) && refuses(one, target)).map(
      ({ law }) => `${file.path} imports ${one.target ?? one.specifier}, but ${law}.`,
    ),
  );
}

function coreTypes(root: string): string[] {
  const settings = readFileSync(join(root, "packages/core/tsconfig.json"), "utf8");
  const { compilerOptions } = JSON.parse(settings) as { compilerOptions?: { types?: unknown[] } };
  return compilerOptions?.types?.length === 0
    ? []
    : ['packages/core/tsconfig.json needs "types": [].'];
}

function importsIn(files: readonly SourceFile[]) {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return files.flatMap((file) =>
    file.imports.map((one) => ({ file, one, target: byPath.get(one.target ?? "") })),
  );
}

function isRule(file: SourceFile): boolean {
  return file.path.startsWith("packages/core/src/rules/") && file.callsDefineRule;
}

/** The list of formats, each loaded with its dependencies. */
function isFormat({ path }: SourceFile): boolean {
  return path.startsWith("packages/cli/src/formats/") && !path.endsWith("/formats.ts");
}

function isTesting({ inside }: SourceFile): boolean {
  return /^testing[./]/.test(inside);
}

if (import.meta.main) {
  const root = join(import.meta.dirname, "..");
  const breaches = [...breachesIn(root), ...brokenLinks(root)];
  for (const breach of breaches) console.log(breach);
  if (breaches.length > 0) {
    console.log(
      `\n${breaches.length} breaches of the laws of the source tree and its pages (see scripts/laws.ts).`,
    );
    process.exitCode = 1;
  }
}
