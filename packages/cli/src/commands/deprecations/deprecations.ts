import { EMPTY_POLICY, type Policy, ledgerAfter, viewOf } from "@release-policy/core";
import type { Deprecation, Facts, Location } from "@release-policy/core/types";
import { missingPolicy } from "../../check/judging-policy.ts";
import { load } from "../../check/load.ts";
import type { CheckOptions } from "../../check/options.ts";
import { CannotJudge } from "../../errors.ts";
import { Snapshot } from "../../files/writing/snapshot.ts";
import { ledgerPath, writeLedger } from "../../policy/deprecation-ledger.ts";
import { type NpmDeprecation, npmDeprecations } from "../../policy/npm-deprecations.ts";
import { readPolicyFolder } from "../../policy/policy-files.ts";
import { type WriterOptions, inWritableWorkspace } from "../writer.ts";

/** An entry of the ledger as it is after the plan. */
export interface LedgerEntry extends Omit<Deprecation, "line"> {
  /** What the pending changesets do to it. */
  readonly change?: "added" | "removed" | "moved";
  readonly at: Location;
}

/** The ledger of deprecations, by package, as it is after the plan. */
export interface Ledger {
  readonly path: string;
  /** True where the changes were written to the file. */
  readonly written: boolean;
  readonly packages: readonly {
    readonly name: string;
    readonly version?: string;
    /** The version that the plan makes. */
    readonly next?: string;
    readonly entries: readonly LedgerEntry[];
  }[];
  /** What npm has to show as deprecated once these releases are made. */
  readonly npm: readonly NpmDeprecation[];
}

/**
 * The ledger of a workspace with what its pending changesets and the reports of its APIs add and end; with `write`, the file gets it too.
 * Throws `CannotJudge` where something is wrong, and then nothing is written.
 */
export function deprecations(
  options: Pick<CheckOptions, "cwd" | "ref" | "today" | "planner"> &
    WriterOptions & { readonly write?: boolean } = {},
): Promise<Ledger> {
  const { ref, write = false } = options;
  if (write && ref !== undefined) {
    throw new CannotJudge({
      message: "cannot write the ledger of a commit",
      help: "omit --ref or --write",
    });
  }
  const given = { ...options, dryRun: !write };
  return inWritableWorkspace(
    "deprecations --write",
    given,
    async (workspace, scratches, writer) => {
      const root = ref === undefined ? workspace : await scratches.write(ref);
      const policy = readPolicyFolder(root);
      const { facts } = await load(root, policy ?? EMPTY_POLICY, {
        today: options.today ?? new Date().toISOString().slice(0, 10),
        mayRunInstalled: ref === undefined,
        repository: workspace,
        comparesApi: ref === undefined ? true : { commit: ref },
        ...(options.planner ? { planner: options.planner } : {}),
      });
      if (!policy) throw await missingPolicy(facts);
      const path = ledgerPath(root, "deprecations");
      const before = Snapshot.of(root, [path]);
      const ledger = await writer?.change(before, () => writeLedger(root, facts, policy));
      const written = ledger !== undefined;
      const npm = npmDeprecations(ledgerAfter(viewOf(facts, policy)));
      return { path, written, packages: ledgerPackages(facts, policy), npm };
    },
  );
}

function ledgerPackages(facts: Facts, policy: Policy): Ledger["packages"] {
  const view = viewOf(facts, policy);
  const entries = ledgerAfter(view).map((entry, i) => ledgerEntry(entry, policy.deprecations[i]));
  return [...Map.groupBy(entries, (entry) => entry.package)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, own]) => {
      const version = view.packageNamed(name)?.version;
      const next = view.releaseOf(name)?.to;
      return {
        name,
        ...(version === undefined ? {} : { version }),
        ...(next === undefined ? {} : { next }),
        entries: own,
      };
    });
}

function ledgerEntry({ line, ...entry }: Deprecation, old: Deprecation | undefined): LedgerEntry {
  const change = changeOf(entry, old);
  return { ...entry, at: line.at, ...(change ? { change } : {}) };
}

function changeOf(entry: Omit<Deprecation, "line">, old: Deprecation | undefined) {
  if (!old) return "added";
  if (entry.state !== old.state) return "removed";
  const moved = entry.deprecatedIn !== old.deprecatedIn || entry.removedIn !== old.removedIn;
  return moved ? "moved" : undefined;
}
