import { join } from "node:path";
import type { Obstacle } from "../errors.ts";
import { CannotJudge } from "../errors.ts";
import { readText, SIZE_LIMITS } from "./files.ts";
import { parseJsonObject } from "./json.ts";
import { readWorkspaceFile } from "./workspace-file.ts";

/** Every package.json that stops the finder, with its place: the finders throw at the first and do not name it. */
export async function findBadManifests(root: string): Promise<readonly Obstacle[]> {
  const { globSync } = await import("tinyglobby");
  const paths = new Set(["package.json"]);
  for (const pattern of patternsOf(root)) {
    for (const path of globSync(join(pattern, "package.json").replaceAll("\\", "/"), {
      cwd: root,
      ignore: ["**/node_modules/**"],
    })) {
      paths.add(path);
    }
  }
  return [...paths].toSorted().flatMap((path) => obstaclesIn(root, path));
}

function patternsOf(root: string): readonly string[] {
  const settings = readWorkspaceFile(root);
  let workspaces: unknown;
  try {
    const text = readText(root, "package.json", SIZE_LIMITS.manifest);
    workspaces =
      text === undefined ? undefined : parseJsonObject("package.json", text)["workspaces"];
  } catch {
    workspaces = undefined;
  }
  const listed = Array.isArray(workspaces)
    ? workspaces
    : ((workspaces as { packages?: unknown } | undefined)?.packages ?? []);
  return [...(settings?.packages ?? []), ...(Array.isArray(listed) ? listed.map(String) : [])];
}

function obstaclesIn(root: string, path: string): readonly Obstacle[] {
  try {
    const text = readText(root, path, SIZE_LIMITS.manifest);
    if (text === undefined) return [{ message: `${path} is missing` }];
    const { name } = parseJsonObject(path, text);
    if (path === "package.json" || (typeof name === "string" && name !== "")) return [];
    const at = { path, line: 1, column: 1 };
    return [{ message: `${path} has no name`, help: "give the package a name", at }];
  } catch (error) {
    return error instanceof CannotJudge ? error.obstacles : [];
  }
}
