import type { PlannerId } from "../facts/facts.ts";
import type { ExampleWorkspace } from "../judge/rule.ts";
import type { Bump } from "../versions/bump.ts";

export type { Example, ExamplePackage, ExampleWorkspace } from "../judge/rule.ts";
export { type Scene, advised, judgeScene, policyFile, said, sceneFacts } from "./scene.ts";

/** The day on which examples are judged unless they name another. */
export const EXAMPLE_DAY = "2026-06-15";

/** The files of an example's workspace, by path. */
export function exampleFiles(
  example: ExampleWorkspace & { planner?: PlannerId },
): Record<string, string> {
  const planner = example.planner ?? "changesets@3";
  const root = { name: "acme", private: true, ...rootDependencies(planner) };
  const files: Record<string, string> = {
    "package.json": json(root),
    "pnpm-workspace.yaml": json({ packages: ["packages/*"], ...example.workspace }),
  };
  if (planner !== "pnpm") {
    files[".changeset/config.json"] = json({
      privatePackages: { version: false, tag: false },
      ...example.config,
    });
  }
  if (example.pre) files[".changeset/pre.json"] = json({ ...example.pre, ...preLists(planner) });
  for (const [name, pkg] of Object.entries(example.packages)) {
    files[`packages/${name.split("/").at(-1)!}/package.json`] = json({
      name,
      ...(typeof pkg === "string" ? { version: pkg } : pkg),
    });
  }
  for (const [id, changeset] of Object.entries(example.changesets ?? {})) {
    files[`.changeset/${id}.md`] =
      typeof changeset === "string" ? changeset : exampleChangeset(changeset);
  }
  for (const [name, data] of Object.entries(example.policies))
    files[`policies/${name}.yaml`] = policyYaml(data);
  return { ...files, ...example.files };
}

const rootDependencies = (planner: PlannerId) =>
  planner === "pnpm"
    ? {}
    : { devDependencies: { "@changesets/cli": planner === "changesets@2" ? "^2.31.1" : "^3.0.3" } };

/** Changesets 2 keeps lists in pre.json that Changesets 3 does not have. */
const preLists = (planner: PlannerId) =>
  planner === "changesets@2" ? { initialVersions: {}, changesets: [] } : {};

const exampleChangeset = (bumps: Readonly<Record<string, Bump>>): string =>
  `---\n${Object.entries(bumps)
    .map(([name, bump]) => `${JSON.stringify(name)}: ${bump}\n`)
    .join("")}---\n\nSay what changed.\n`;

const json = (data: unknown): string => `${JSON.stringify(data, null, 2)}\n`;

/** One key a line, values in flow style: enough YAML for a policy, and short on a page. */
export function policyYaml(data: unknown): string {
  if (Array.isArray(data)) return data.map((item) => `- ${flow(item)}\n`).join("");
  return Object.entries(data as Record<string, unknown>)
    .map(([key, value]) => `${flow(key)}: ${flow(value)}\n`)
    .join("");
}

function flow(value: unknown): string {
  if (typeof value === "string")
    return /^(?!true$|false$|null$)[a-z][\w-]*$/i.test(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, inner]) => `${flow(key)}: ${flow(inner)}`)
      .join(", ")} }`;
  }
  return String(value);
}
