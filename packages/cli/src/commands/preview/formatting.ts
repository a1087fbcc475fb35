import { type Sentence, say } from "@release-policy/core/internal";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseJsonObject } from "../../files/json.ts";
import { readText, SIZE_LIMITS } from "../../files/files.ts";
import { commitEntries } from "../../git/commit-tree.ts";
import type { Repository } from "../../git/git.ts";
import { textsOf } from "../../workspace/manifest.ts";
import type { WritablePlan } from "./writable-plan.ts";

/** What the release command does with a changelog that it has written. */
export interface Formatting {
  /** Formats an entry as it will be; undefined where it cannot be known here. Without it, entries stay as they are. */
  readonly format?: (title: string, entry: string) => Promise<string | undefined>;
  readonly notes: readonly Sentence[];
}

/** Where a formatter is looked for: a folder, or a commit. */
export type FormatterSource =
  | { readonly root: string }
  | { readonly repository: Repository; readonly commit: string };

/** The configurations by which Changesets 3 recognises a formatter, in its order. biome does not format Markdown. */
const CONFIGS: readonly (readonly [name: string, files: RegExp])[] = [
  ["dprint", /^\.?dprint\.jsonc?$/],
  ["deno", /^deno\.jsonc?$/],
  ["oxfmt", /^(?:\.oxfmtrc\.jsonc?|oxfmt\.config\.m?ts)$/],
  [
    "prettier",
    /^(?:\.prettierrc(?:\.(?:json5?|ya?ml|toml|[cm]?[jt]s))?|prettier\.config\.[cm]?[jt]s)$/,
  ],
];
const MAYBE = CONFIGS.map(([, files]) => files);

/** How the entries of a plan will be formatted. Formatters and configurations of the repository are never run. */
export function formattingOf(
  { major, config, root, packages }: WritablePlan,
  source: FormatterSource,
): Formatting {
  const files = configFiles(
    source,
    packages.map(({ dir }) => dir.slice(root.length + 1)),
  );
  const manifest = manifestOfRoot(root);
  if (major === 3) {
    const { format = "auto" } = config;
    const found = format === "auto" ? detected(files, manifest, source) : format;
    return found === false || found === undefined ? { notes: [] } : { notes: [before(found)] };
  }
  if (config.prettier === false) return { notes: [] };
  const own = { ...textsOf(manifest["dependencies"]), ...textsOf(manifest["devDependencies"]) }[
    "prettier"
  ];
  const isInstalled = "root" in source && existsSync(join(source.root, "node_modules/prettier"));
  if (own !== undefined || isInstalled)
    return { notes: [before(own === undefined ? "prettier" : `prettier ${own}`)] };
  const isConfigured = "prettier" in manifest || files.some((name) => CONFIGS[3]![1].test(name));
  if (isConfigured) return { notes: [before("prettier")] };
  return { format: formatted, notes: [] };
}

const before = (formatter: string): Sentence =>
  say`the entries are shown before ${formatter} formats them`;

function detected(
  files: readonly string[],
  manifest: Readonly<Record<string, unknown>>,
  source: FormatterSource,
) {
  const configured = CONFIGS.find(
    ([name, pattern]) =>
      files.some((file) => pattern.test(file)) || (name === "prettier" && "prettier" in manifest),
  );
  if (configured) return configured[0];
  const ranges = { ...textsOf(manifest["dependencies"]), ...textsOf(manifest["devDependencies"]) };
  return ["dprint", "oxfmt", "prettier"].find(
    (name) =>
      Object.hasOwn(ranges, name) ||
      ("root" in source && existsSync(join(source.root, "node_modules", name))),
  );
}

function manifestOfRoot(root: string): Readonly<Record<string, unknown>> {
  const text = readText(root, "package.json", SIZE_LIMITS.manifest);
  return text === undefined ? {} : parseJsonObject("package.json", text);
}

/** The names of what may configure a formatter, in the root and the folders of packages. */
function configFiles(source: FormatterSource, dirs: readonly string[]): string[] {
  if (!("root" in source)) {
    const folders = new Set(["", ...dirs]);
    return commitEntries(source.repository, source.commit, (path) => {
      const cut = path.lastIndexOf("/");
      return (
        folders.has(path.slice(0, Math.max(0, cut))) &&
        MAYBE.some((one) => one.test(path.slice(cut + 1)))
      );
    }).map(({ path }) => path.slice(path.lastIndexOf("/") + 1));
  }
  const names = [
    ".dprint.json",
    "dprint.json",
    "dprint.jsonc",
    ".dprint.jsonc",
    "deno.json",
    "deno.jsonc",
  ];
  const oxfmt = [".oxfmtrc.json", ".oxfmtrc.jsonc", "oxfmt.config.ts", "oxfmt.config.mts"];
  const endings = ["json", "json5", "yaml", "yml", "toml", "js", "cjs", "mjs", "ts", "cts", "mts"];
  const prettier = [
    ".prettierrc",
    ...endings.map((one) => `.prettierrc.${one}`),
    ...endings.slice(5).map((one) => `prettier.config.${one}`),
  ];
  return [...names, ...oxfmt, ...prettier].filter((name) =>
    ["", ...dirs].some((dir) => existsSync(join(source.root, dir, name))),
  );
}

/** Longer ones would take too long where a stranger wrote them. */
const LONGEST = 20_000;
/** Nested so deeply that a parser takes long. */
const DEEP = /^(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$))){8}|[[(*_<`]{40}/m;
/** What prettier formats inside Markdown with parsers that are not bundled. */
const EMBEDDED =
  /^[ >]*(?:`{3,}|~{3,})[ \t]*\{?\.?(?:[cm]?[jt]sx?|javascript|typescript|flow|json[5c]?|css|less|p?s?css|html|vue|angular|svelte|ya?ml|graphql|gql|hbs|handlebars|glimmer|mdx?|markdown)\b/im;

async function formatted(title: string, entry: string): Promise<string | undefined> {
  if (entry.length > LONGEST || DEEP.test(entry) || EMBEDDED.test(entry)) return undefined;
  const [{ default: prettier }, { default: markdown }] = await Promise.all([
    import("prettier/standalone.js"),
    import("prettier/parser-markdown.js"),
  ]);
  const text = prettier.format(`# ${title}\n\n${entry}\n`, {
    parser: "markdown",
    plugins: [markdown],
    filepath: "CHANGELOG.md",
  });
  return text.slice(text.indexOf("\n\n") + 2, -1);
}
