import type { PolicyFile } from "./file.ts";
import { mistakesOf, type Mistake } from "./mistakes.ts";
import { lineAt, placed, recordOf, shapeOf, withNone } from "./parts.ts";
import { EMPTY_POLICY, type BranchLine, type Coupling, type Docs, type Policy } from "./policy.ts";
import { readApprovals } from "./read-approvals.ts";
import { workspaceSchema, type WorkspaceFile } from "./schema/workspace.ts";
import { readSettings, withoutOptions, type KnownRule } from "./settings.ts";

/** What workspace.yaml adds to a policy; nothing, and its mistakes, where it has any. */
export function readWorkspace(
  file: PolicyFile,
  rules: readonly KnownRule[],
  mistakes: Mistake[],
): Partial<Policy> {
  const result = workspaceSchema().safeParse(file.data ?? {}, { reportInput: true });
  const own = readSettings(file, ["rules"], recordOf(recordOf(file.data)?.["rules"]), rules);
  const bare = withoutOptions(own.settings, new Map(), rules, (id) => file.at(["rules", id]));
  mistakes.push(...own.mistakes, ...bare);
  if (!result.success) {
    mistakes.push(...mistakesOf(file, result.error.issues));
    return {};
  }
  const { data } = result;
  const approvals = data.approvals && readApprovals(file, data.approvals, rules, mistakes);
  return {
    ...(data.planner ? { planner: data.planner } : {}),
    judgedBy: data.judgedBy ?? "base",
    ...(data.override === "forbidden" ? { override: data.override } : {}),
    settings: own.settings,
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
    ...(data.runtimes ? { runtimes: { ...data.runtimes, node: data.runtimes.node ?? {} } } : {}),
    ...(approvals ? { approvals } : {}),
    unpublished: (data.unpublished ?? []).map((name, i) => ({
      name,
      line: lineAt(file, ["unpublished", i]),
    })),
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
  Object.entries(branches).map(([pattern, { bumps, prerelease, versions }]) => {
    const { declared, received = declared } = bumps ?? {};
    return {
      pattern,
      ...(declared ? { declared: withNone(declared) } : {}),
      ...(received ? { received: withNone(received) } : {}),
      ...(prerelease ? { prerelease } : {}),
      ...(versions ? { versions: shapeOf(versions) } : {}),
      line: { at: file.keyAt(["branches", pattern]), text: file.lineAt(["branches", pattern]) },
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
