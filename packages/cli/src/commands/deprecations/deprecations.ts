import { byCodeUnit } from "@release-policy/core/internal";
import {
  EMPTY_POLICY,
  type Policy,
  type Sentence,
  type View,
  ledgerAfter,
  say,
  viewOf,
} from "@release-policy/core";
import type { Deprecation, Facts, Location } from "@release-policy/core/types";
import { missingPolicy } from "../../check/judging-policy.ts";
import { load } from "../../check/load.ts";
import type { CheckOptions } from "../../check/options.ts";
import { CannotJudge } from "../../errors.ts";
import { Snapshot } from "../../files/writing/snapshot.ts";
import { ledgerPath, writeLedger } from "../../policy/deprecation-ledger.ts";
import { type Repository } from "../../git/git.ts";
import { historyOf } from "../../git/tags.ts";
import {
  type NpmDeprecation,
  npmDeprecations,
  unsupportedReleases,
} from "../../policy/npm-deprecations.ts";
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
  /** What npm has to show as deprecated once these releases are made, by the ledger and by `support` of tracks. */
  readonly npm: readonly NpmDeprecation[];
  readonly notes: readonly Sentence[];
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
      message: "cannot write deprecations to a commit",
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
        comparesApi: true,
        ...(ref === undefined ? {} : { commit: ref }),
        ...(options.planner ? { planner: options.planner } : {}),
      });
      if (!policy) throw await missingPolicy(facts);
      const path = ledgerPath(root, "deprecations");
      const before = Snapshot.of(root, [path]);
      const ledger = await writer?.change(before, () => writeLedger(root, facts, policy));
      const written = ledger !== undefined;
      const view = viewOf(facts, policy);
      const unsupported = await unsupportedOf(view, workspace);
      const npm = [...npmDeprecations(ledgerAfter(view)), ...unsupported.npm];
      const { notes } = unsupported;
      return { path, written, packages: ledgerPackages(facts, policy), npm, notes };
    },
  );
}

/** The release lines that are past their support once the plan is released. Tags say what was released, and when. */
async function unsupportedOf(
  view: View,
  repository: Repository,
): Promise<Pick<Ledger, "npm" | "notes">> {
  const supported = view.packages.filter(
    (pkg) => !pkg.private && view.trackOf(pkg.name)?.support !== undefined,
  );
  if (supported.length === 0) return { npm: [], notes: [] };
  const history = (await historyOf(repository, view.packages)) ?? [];
  const planned = view.releases.map(({ name, to }) => ({
    package: name,
    version: to,
    date: view.today,
  }));
  const releases = Map.groupBy([...history, ...planned], (one) => one.package);
  return {
    npm: supported.flatMap(({ name }) => {
      const found = unsupportedReleases(name, releases.get(name) ?? [], view);
      return found ? [{ name, versions: found.versions, message: found.message }] : [];
    }),
    notes:
      history.length > 0
        ? []
        : [
            say`no release tags were found in git, so release lines past their ${"support"} cannot be listed: fetch the tags with ${"git fetch --tags"}`,
          ],
  };
}

function ledgerPackages(facts: Facts, policy: Policy): Ledger["packages"] {
  const view = viewOf(facts, policy);
  const entries = ledgerAfter(view).map((entry, i) => ledgerEntry(entry, policy.deprecations[i]));
  return [...Map.groupBy(entries, (entry) => entry.package)]
    .toSorted(([a], [b]) => byCodeUnit(a, b))
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
