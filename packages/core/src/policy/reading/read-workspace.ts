import { type PolicyFile, lineAt, lineOfKey, recordOf } from "../file.ts";
import { type Mistake, unknownNames } from "../mistakes.ts";
import {
  type KnownRule,
  type Approvals,
  type BranchLine,
  type Coupling,
  type Docs,
  EMPTY_POLICY,
  type Policy,
} from "../policy.ts";
import { type ByZod, checked } from "../schema/checked.ts";
import { type WorkspaceFile, workspaceSchema } from "../schema/workspace.ts";
import { isApprovable, readSettings, withoutOptions } from "../settings.ts";
import { placed, shapeOf, withNone } from "./read-track.ts";

/** What workspace.yaml adds to a policy, or only its mistakes. */
export function readWorkspace(
  file: PolicyFile,
  rules: readonly KnownRule[],
  mistakes: Mistake[],
  byZod: ByZod,
): Partial<Policy> {
  const written = recordOf(file.data);
  const faults: Mistake[] = [];
  const value = { value: file.data ?? {}, file, path: [] };
  const data = checked(workspaceSchema(written ?? {}), value, faults, byZod);
  const own = readSettings(file, ["rules"], recordOf(written?.["rules"]), rules, byZod);
  const bare = withoutOptions(own.settings, new Map(), rules, (id) => file.at(["rules", id]));
  mistakes.push(...own.mistakes, ...bare, ...faults);
  if (!data) return {};
  const approvals = data.approvals && readApprovals(file, data.approvals, rules, mistakes);
  return {
    ...plannerOf(data),
    judgedBy: data.judgedBy ?? "base",
    ...(data.override === "forbidden" ? { override: data.override } : {}),
    settings: own.settings,
    ...(data.newPackages === undefined
      ? {}
      : { newPackages: { track: data.newPackages, line: lineAt(file, ["newPackages"]) } }),
    branches: branchesOf(file, data),
    couplings: couplingsOf(file, data),
    dependencies: (data.dependencies ?? []).map(({ from, on, fields }, i) => ({
      from,
      on,
      fields: fields ?? ["dependencies", "peerDependencies", "optionalDependencies"],
      line: lineAt(file, ["dependencies", i]),
    })),
    trains: (data.trains ?? []).map(({ leader, members, version }, i) => ({
      leader,
      members: placed(file, ["trains", i, "members"], members),
      version,
      line: lineAt(file, ["trains", i]),
    })),
    freezes: (data.freezes ?? []).map(({ from, to, reason, packages, except = [] }, i) => ({
      from,
      to,
      reason,
      packages: packages && placed(file, ["freezes", i, "packages"], packages),
      except,
      line: lineAt(file, ["freezes", i]),
    })),
    compatibility: (data.compatibility ?? []).map(({ packages, with: core, covers, floor }, i) => ({
      packages: placed(file, ["compatibility", i, "packages"], packages),
      with: core,
      covers,
      floor,
      line: lineAt(file, ["compatibility", i]),
    })),
    ...(data.docs ? { docs: docsOf(data.docs) } : {}),
    ...(data.api
      ? { api: { reports: data.api.reports ?? [], unstable: data.api.unstable ?? [] } }
      : {}),
    ...(data.publish === undefined
      ? {}
      : { publish: { command: data.publish, line: lineAt(file, ["publish"]) } }),
    ...(data.runtimes ? { runtimes: { ...data.runtimes, node: data.runtimes.node ?? {} } } : {}),
    ...(approvals ? { approvals } : {}),
    unpublished: (data.unpublished ?? []).map((name, i) => ({
      name,
      line: lineAt(file, ["unpublished", i]),
    })),
  };
}

function plannerOf({ planner = {} }: WorkspaceFile): Pick<Policy, "planner" | "committedPlanner"> {
  const { use, committed } = typeof planner === "string" ? { use: planner } : planner;
  return {
    ...(use ? { planner: use } : {}),
    ...(committed === "trusted" ? { committedPlanner: committed } : {}),
  };
}

function docsOf(docs: NonNullable<WorkspaceFile["docs"]>): Docs {
  const { guides, changelog, lines } = EMPTY_POLICY.docs;
  return {
    guides: docs.guides ?? guides,
    changelog: docs.changelog ?? changelog,
    lines: docs.lines ?? lines,
    ...(docs.table === undefined ? {} : { table: docs.table }),
  };
}

const branchesOf = (file: PolicyFile, { branches = {} }: WorkspaceFile): BranchLine[] =>
  Object.entries(branches).map(([pattern, { bumps, distTag, prerelease, versions }]) => {
    const { declared, received = declared } = bumps ?? {};
    return {
      pattern,
      ...(declared ? { declared: withNone(declared) } : {}),
      ...(received ? { received: withNone(received) } : {}),
      ...(prerelease ? { prerelease } : {}),
      ...(versions ? { versions: shapeOf(versions) } : {}),
      ...(distTag ? { distTag } : {}),
      line: lineOfKey(file, ["branches", pattern]),
    };
  });

const couplingsOf = (file: PolicyFile, { couplings = [] }: WorkspaceFile): Coupling[] =>
  couplings.map((coupling, i) => {
    const line = lineAt(file, ["couplings", i]);
    return "umbrella" in coupling
      ? {
          kind: "umbrella",
          package: coupling.umbrella,
          members: placed(file, ["couplings", i, "members"], coupling.members),
          line,
        }
      : {
          kind: "bundler",
          package: coupling.bundler,
          members: placed(file, ["couplings", i, "bundles"], coupling.bundles),
          line,
        };
  });

/** Which findings may be approved. A rule that is unknown, or whose findings are of no release, is a mistake. */
function readApprovals(
  file: PolicyFile,
  written: NonNullable<WorkspaceFile["approvals"]>,
  rules: readonly KnownRule[],
  mistakes: Mistake[],
): Approvals {
  const { rules: named, permission = "write", label, comment = true, byAnother = true } = written;
  if (named !== "all") {
    for (const [i, name] of named.entries()) {
      mistakes.push(...mistaken(name, rules, file, i));
    }
  }
  return {
    rules: named,
    permission,
    ...(label === undefined ? {} : { label }),
    comment,
    byAnother,
    line: lineAt(file, ["approvals"]),
  };
}

function mistaken(
  name: string,
  rules: readonly KnownRule[],
  file: PolicyFile,
  index: number,
): Mistake[] {
  const path = ["approvals", "rules", index];
  const rule = rules.find(({ id }) => id === name);
  if (!rule) {
    const ids = rules.filter(isApprovable).map(({ id }) => id);
    return unknownNames("rule", [name], ids, lineAt(file, path));
  }
  if (isApprovable(rule)) return [];
  return [
    {
      at: file.at(path),
      message: `\`${name}\` cannot be approved: it is about the ${rule.workspaceOnly && rule.family !== "policy" ? "workspace" : "policy"}, not about a release`,
      help: "remove it from the list",
    },
  ];
}
