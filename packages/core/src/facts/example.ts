import type { Bump } from "../versions/bump.ts";
import type { PlannerId } from "./planner.ts";

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

/** A package of an example: its version, or a manifest without its name. */
export type ExamplePackage =
  | string
  | {
      readonly version?: string;
      readonly private?: boolean;
      readonly engines?: Readonly<Record<string, string>>;
      readonly exports?: Readonly<Record<string, string>>;
      readonly dependencies?: Readonly<Record<string, string>>;
      readonly devDependencies?: Readonly<Record<string, string>>;
      readonly peerDependencies?: Readonly<Record<string, string>>;
    };

/** A workspace in shorthand: what a rule's page shows, and what its tests run through the real planner. */
export interface ExampleWorkspace {
  /** By package name; `@acme/ui` is in `packages/ui`. */
  readonly packages: Readonly<Record<string, ExamplePackage>>;
  /** By id: bumps, or the text of the whole file. */
  readonly changesets?: Readonly<Record<string, Readonly<Record<string, Bump>> | string>>;
  /** Policy files by name, as data. */
  readonly policies: Readonly<Record<string, unknown>>;
  /** `.changeset/config.json` beyond the defaults. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** `.changeset/pre.json` */
  readonly pre?: { readonly mode: "pre" | "exit"; readonly tag: string };
  /** `versioning` and `catalog` in pnpm-workspace.yaml. */
  readonly workspace?: Readonly<Record<string, unknown>>;
  /** Other files by path. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface Example extends ExampleWorkspace {
  /** What happens, as a heading. */
  readonly title: string;
  readonly planner?: PlannerId;
  readonly branch?: string;
  readonly today?: string;
  /** Git tags, with the day of each. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The base to compare with, if it differs from the example. */
  readonly since?: Partial<ExampleWorkspace>;
}
