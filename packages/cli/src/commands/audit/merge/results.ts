import { basename, dirname, join, resolve } from "node:path";
import { byCodeUnit } from "@release-policy/core/internal";
import * as z from "zod/mini";
import { CannotJudge } from "../../../errors.ts";
import { entryAt, listFolder, readText } from "../../../files/files.ts";
import { parseJsonObject } from "../../../files/json.ts";

/** No organisation has so many repositories in one matrix; and the audit of 1,200 releases takes 4 MB. */
const MOST_FILES = 1000;
const LARGEST = 32 * 1024 * 1024;
const DEEPEST = 5;

const finding = z.object({
  rule: z.string(),
  level: z.enum(["error", "warn"]),
  package: z.optional(z.string()),
  version: z.optional(z.string()),
  message: z.string(),
});

const audit = z.object({
  version: z.literal(1),
  proposed: z.optional(z.literal(true)),
  shallow: z.boolean(),
  left: z.number(),
  empty: z.optional(z.string()),
  releases: z.array(
    z.object({
      commit: z.string(),
      date: z.string(),
      outcome: z.enum(["pass", "warn", "fail", "unjudged"]),
      packages: z.array(
        z.object({
          name: z.string(),
          track: z.optional(z.string()),
          to: z.string(),
          refused: z.boolean(),
        }),
      ),
      findings: z.array(finding),
    }),
  ),
});

const check = z.object({
  version: z.literal(1),
  outcome: z.enum(["pass", "warn", "fail"]),
  findings: z.array(finding),
  releases: z.array(z.object({ name: z.string(), track: z.optional(z.string()), to: z.string() })),
});

const notJudged = z.object({
  version: z.literal(1),
  outcome: z.literal("cannot-judge"),
  obstacles: z.array(z.object({ message: z.string() })),
});

/** What `audit --format json` wrote in a repository. */
export type AuditResult = z.infer<typeof audit>;
/** What `check --format json` wrote there. */
export type CheckResult = z.infer<typeof check> | z.infer<typeof notJudged>;
export type ResultFinding = z.infer<typeof finding>;

/** What the jobs of one repository left. */
export interface RepositoryResults {
  readonly name: string;
  readonly audit?: AuditResult;
  readonly check?: CheckResult;
  /** Why the audit is missing. */
  readonly problem?: string;
}

/**
 * The results in files and folders, by repository. `audit.json` and `check.json` are of the repository that their folder is
 * named after, any other file of the one that it is named after. The files are data from other jobs: only what is
 * shown is taken from them. Throws `CannotJudge` with each file that is none.
 */
export function readResults(cwd: string, paths: readonly string[]): readonly RepositoryResults[] {
  const files = paths.flatMap((path) => jsonFiles(cwd, path));
  if (files.length === 0)
    throw new CannotJudge({
      message: `no results in ${paths.join(", ") || "no folder"}`,
      help: "name JSON files that `release-policy audit --format json` wrote, or a folder of them",
    });
  if (files.length > MOST_FILES)
    throw new CannotJudge({ message: `${files.length} files to merge (limit: ${MOST_FILES})` });
  const obstacles: CannotJudge["obstacles"][number][] = [];
  const repositories = new Map<string, RepositoryResults>();
  for (const { path, name } of files) {
    try {
      const result = resultIn(path, readText("/", resolve(cwd, path), LARGEST) ?? "");
      const known = repositories.get(name) ?? { name };
      const kind = Object.keys(result)[0] as "audit" | "check" | "problem";
      if (known[kind])
        throw new CannotJudge({
          message: `${path} is a second result for ${name}`,
          help: "name each repository once",
        });
      repositories.set(name, { ...known, ...result });
    } catch (error) {
      if (!(error instanceof CannotJudge)) throw error;
      obstacles.push(...error.obstacles);
    }
  }
  if (obstacles.length > 0) throw new CannotJudge(...obstacles.slice(0, 20));
  return [...repositories.values()].toSorted((a, b) => byCodeUnit(a.name, b.name));
}

interface ResultFile {
  readonly path: string;
  /** Of the repository. */
  readonly name: string;
}

function jsonFiles(cwd: string, path: string): readonly ResultFile[] {
  switch (entryAt(resolve(cwd, path))) {
    case "file":
      return [{ path, name: repositoryOf(path, basename(dirname(resolve(cwd, path)))) }];
    case "folder":
      return resultsBelow(resolve(cwd, path), path, "");
    case "missing":
      throw new CannotJudge({ message: `${path} does not exist` });
    case "other":
      throw new CannotJudge({
        message: `${path} is not a regular file or folder`,
        help: "replace it with the file or folder itself",
      });
  }
}

function resultsBelow(
  root: string,
  shown: string,
  below: string,
  depth = 1,
): readonly ResultFile[] {
  return listFolder(root, below === "" ? "." : below).flatMap((entry) => {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      if (depth < DEEPEST) return resultsBelow(root, shown, path, depth + 1);
      throw new CannotJudge({
        message: `${shown}/${path} is nested too deeply (limit: ${DEEPEST})`,
      });
    }
    if (!entry.name.endsWith(".json")) return [];
    return [{ path: join(shown, path), name: repositoryOf(path, basename(root)) }];
  });
}

/** `acme/kit/audit.json` and `acme/kit.json` are of `acme/kit`. */
function repositoryOf(path: string, folder: string): string {
  if (!/^(?:audit|check)\.json$/.test(basename(path))) return path.replace(/\.json$/, "");
  const above = dirname(path);
  return above === "." ? folder : above;
}

function resultIn(path: string, text: string): Omit<RepositoryResults, "name"> {
  const data = parseJsonObject(path, text);
  if (data["outcome"] === "cannot-judge") {
    const read = notJudged.safeParse(data);
    // Both commands print the same if they cannot judge.
    if (read.success && basename(path) === "audit.json")
      return { problem: read.data.obstacles[0]?.message ?? "no reason given" };
    if (read.success) return { check: read.data };
  } else if ("outcome" in data) {
    const read = check.safeParse(data);
    if (read.success) return { check: read.data };
  } else {
    const read = audit.safeParse(data);
    if (read.success) return { audit: read.data };
  }
  throw new CannotJudge({
    message: `${path} was not written by the audit or check command of this version of release-policy`,
    help: "write it with `release-policy audit --format json` or `release-policy check --format json`, or leave it out",
    at: { path, line: 1, column: 1 },
  });
}
