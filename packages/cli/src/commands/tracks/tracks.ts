import { EMPTY_POLICY, differencesOf, maturityOf, tableIn, withTable } from "@release-policy/core";
import type { MaturityRow } from "@release-policy/core/types";
import { missingPolicy } from "../../check/judging-policy.ts";
import { load } from "../../check/load.ts";
import type { CheckOptions } from "../../check/options.ts";
import { CannotJudge } from "../../errors.ts";
import { readPage } from "../../files/documents.ts";
import type { ChangedFile } from "../../files/writing/changed-files.ts";
import { maturityMarkdown } from "../../formats/markdown/maturity-table.ts";
import { readPolicyFolder } from "../../policy/policy-files.ts";
import { type WriterOptions, inWritableWorkspace } from "../writer.ts";

export interface TracksOptions
  extends Pick<CheckOptions, "cwd" | "ref" | "planner">, WriterOptions {
  /** Put the table between its marks in the page that `docs.table` names. */
  readonly write?: boolean;
}

export interface Tracks {
  readonly rows: readonly MaturityRow[];
  /** The names of tracks that no package is on. */
  readonly empty: readonly string[];
  /** The page that `docs.table` names. */
  readonly page?: TracksPage;
}

interface TracksPage {
  readonly path: string;
  /** Packages that its table has wrong, including versions; undefined without a table. */
  readonly differing?: readonly string[];
  /** True if it was changed. */
  readonly written: boolean;
}

/** The maturity of every package of a workspace. Throws `CannotJudge` without a policy, or a page to write. */
export function tracks(options: TracksOptions = {}): Promise<Tracks> {
  const { ref, write = false, planner } = options;
  if (write && ref !== undefined) {
    throw new CannotJudge({ message: "cannot write to a commit", help: "omit --ref" });
  }
  const given = { ...options, dryRun: !write };
  return inWritableWorkspace("tracks --write", given, async (workspace, scratches, writer) => {
    const root = ref === undefined ? workspace : await scratches.write(ref);
    const policy = readPolicyFolder(root);
    const { facts } = await load(root, policy ?? EMPTY_POLICY, {
      today: "",
      mayRunInstalled: ref === undefined,
      repository: workspace,
      addDocuments: scratches.addDocuments,
      ...(planner ? { planner } : {}),
    });
    if (!policy) throw await missingPolicy(facts);
    const rows = maturityOf(facts.packages, policy);
    const empty = policy.tracks
      .map(({ name }) => name)
      .filter((name) => rows.every(({ track }) => track !== name));
    const { table } = policy.docs;
    if (table === undefined && write) throw noPage();
    if (table === undefined) return { rows, empty };
    await scratches.addDocuments(root, { guides: [], changelogs: [], paths: [], table });
    const { page, change } = pageOf(root, table, rows, write);
    if (change) await writer?.write([change]);
    return { rows, empty, page };
  });
}

function pageOf(
  root: string,
  path: string,
  rows: readonly MaturityRow[],
  write: boolean,
): { readonly page: TracksPage; readonly change?: ChangedFile } {
  const before = readPage(root, path);
  const text = before ?? "";
  const table = tableIn(text);
  const differing = table && differencesOf(rows, table, true);
  if (differing?.length === 0 || !write) {
    return { page: { path, ...(differing ? { differing } : {}), written: false } };
  }
  const next = withTable(text, maturityMarkdown(rows));
  if (next === undefined) throw noPlace(path, table?.line);
  return {
    page: { path, differing: [], written: true },
    change: { path, ...(before === undefined ? {} : { before }), after: next },
  };
}

const noPage = (): CannotJudge =>
  new CannotJudge({
    message: "the policy does not name a page for the maturity table",
    help: "write `docs: { table: README.md }` in policies/workspace.yaml",
  });

const noPlace = (path: string, line: number | undefined): CannotJudge =>
  line === undefined
    ? new CannotJudge({
        message: `${path} ends inside an unclosed code block`,
        help: "close the code block",
        at: { path, line: 1, column: 1 },
      })
    : new CannotJudge({
        message: `the maturity table in ${path} has no end marker`,
        help: "add the line <!-- /release-policy:tracks --> after it",
        at: { path, line, column: 1 },
      });
