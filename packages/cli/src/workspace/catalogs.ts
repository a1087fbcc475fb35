import { CannotJudge } from "../errors.ts";
import { SIZE_LIMITS, readText } from "../files/files.ts";
import { isObjectOrArray } from "../files/json.ts";
import { type Catalogs, type Manifest, textsOf } from "./manifest.ts";
import {
  WORKSPACE_FILE,
  type WorkspaceSettings,
  catalogsIn,
  parseSettings,
  workspaceSettings,
} from "./workspace-file.ts";

const YARN_FILE = ".yarnrc.yml";

/** The files of the root that may have catalogs: of Bun, Yarn and pnpm. Where two have an entry, the last one counts. */
export const CATALOG_FILES = ["package.json", YARN_FILE, WORKSPACE_FILE] as const;
type CatalogFile = (typeof CATALOG_FILES)[number];

/** The catalogs of a workspace by the file that has them. */
export type CatalogsByFile = Readonly<Record<CatalogFile, Catalogs>>;

/** Throws `CannotJudge` where .yarnrc.yml cannot be read. */
export function readCatalogs(
  root: string,
  settings: Pick<WorkspaceSettings, "catalogs"> | undefined,
  manifest: Manifest,
): CatalogsByFile {
  const yarn = readText(root, YARN_FILE, SIZE_LIMITS.settings);
  return {
    "package.json": catalogsOfBun(manifest),
    [YARN_FILE]: yarn === undefined ? {} : catalogsOfYarn(yarn),
    [WORKSPACE_FILE]: settings?.catalogs ?? {},
  };
}

export const mergedCatalogs = (files: CatalogsByFile): Catalogs =>
  Object.assign({}, ...CATALOG_FILES.map((file) => files[file])) as Catalogs;

/** The catalogs in a past file; none if it cannot be read. */
export function catalogsOfContent(file: CatalogFile, content: Buffer | undefined): Catalogs {
  if (!content || content.length > SIZE_LIMITS.manifest) return {};
  const text = String(content).replace(/^\uFEFF/, "");
  try {
    if (file === "package.json") return catalogsOfBun((JSON.parse(text) ?? {}) as Manifest);
    return file === YARN_FILE ? catalogsOfYarn(text) : workspaceSettings(text).catalogs;
  } catch (error) {
    if (error instanceof CannotJudge || error instanceof SyntaxError) return {};
    throw error;
  }
}

const catalogsOfYarn = (text: string): Catalogs => catalogsIn(parseSettings(YARN_FILE, text));

/** At the top of package.json, or under `workspaces`. */
function catalogsOfBun(root: Manifest): Catalogs {
  const inWorkspaces = Array.isArray(root.workspaces) ? {} : root.workspaces;
  const named = [root, (inWorkspaces ?? {}) as Manifest].flatMap(({ catalog, catalogs }) => [
    ...Object.entries(recordOf(catalogs)),
    ...(catalog === undefined ? [] : [["default", catalog] as const]),
  ]);
  return Object.fromEntries(named.map(([name, entries]) => [name, textsOf(entries)]));
}

const recordOf = (value: unknown): object => (isObjectOrArray(value) ? value : {});
