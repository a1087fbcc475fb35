import {
  type Edit,
  type Facts,
  type Policy,
  allowedBumps,
  fixOf,
  idsOf,
  tracksOf,
  viewOf,
} from "@release-policy/core";
import { rules } from "../../policy/rules.ts";
import type { Judgement } from "../options.ts";
import type { LineEdit, Report, ReportedFinding, Unreleased } from "../report.ts";
import type { Sources } from "../source-locations.ts";

/** The report with what a comment on a pull request offers beyond the verdict. */
export function withAdvice(report: Report, judgement: Judgement, sources: Sources): Report {
  const { facts, policy, counted, tried } = judgement;
  const view = viewOf(facts, policy);
  const findings = report.findings.map((reported, i): ReportedFinding => {
    // Places are looked up in the finding as the rule made it.
    const finding = counted[i]!;
    const safe = fixOf(finding, view, rules)?.edits;
    const answers = tried ? tried.get(finding) : safe;
    if (answers === undefined) return reported;
    const edits = safe ? answers.map((edit) => lineEdit(edit, sources)) : [];
    const isShown = edits.length > 0 && edits.every((edit) => edit !== undefined);
    const editedPaths = [...new Set(answers.map(({ path }) => path))];
    return { ...reported, editedPaths, ...(isShown ? { edits } : {}) };
  });
  return {
    ...report,
    findings,
    changesetPaths: [...facts.changesets, ...facts.unreadable].map(({ path }) => path),
    ...(facts.changes ? { unreleased: unreleasedOf(report, facts, policy) } : {}),
  };
}

/** Undefined if the edit is not a single line, or that line cannot be shown in full. */
function lineEdit(edit: Edit, sources: Sources): LineEdit | undefined {
  const { path } = edit;
  if (edit.kind === "create") return { path, text: edit.text };
  if (edit.kind === "table" || edit.kind === "set" || edit.kind === "delete") return undefined;
  const { line, column, length } = edit.at;
  if (edit.kind === "insert") return { path, line, inserted: true, text: edit.text.trimEnd() };
  if (edit.kind === "remove") return { path, line };
  const source = sources.lineAt(edit.at);
  // The value may be quoted; the quotes stay.
  const from = source?.indexOf(edit.was, column - 1) ?? -1;
  if (source === undefined || source.endsWith("…") || from === -1 || from > column)
    return undefined;
  if (from + edit.was.length > column + (length ?? edit.was.length)) return undefined;
  const quoted = edit.quoted && from === column - 1 && source[from - 1] !== '"';
  const text = quoted ? JSON.stringify(edit.text) : edit.text;
  return { path, line, text: source.slice(0, from) + text + source.slice(from + edit.was.length) };
}

const ASKING = idsOf(rules, ({ asksForChangeset }) => asksForChangeset);

/** Each bump of each is a verdict on the whole workspace, and more would not be read. */
const MOST_TRIED = 50;

/** The rule decides what is missing. */
const unreleasedOf = (
  { findings }: Report,
  facts: Facts,
  policy: Policy,
): readonly Unreleased[] => {
  const missing = new Map(
    findings.flatMap(({ rule, package: name }) =>
      name !== undefined && ASKING.has(rule) ? [[name, rule] as const] : [],
    ),
  );
  return facts.packages
    .filter(({ name }) => missing.has(name))
    .map((pkg, i) => {
      const [track] = tracksOf(policy, pkg);
      const rule = missing.get(pkg.name)!;
      const options = (track?.settings.get(rule) ?? policy.settings.get(rule))?.options;
      return {
        rule,
        name: pkg.name,
        dir: pkg.dir,
        ...(track ? { track: track.name } : {}),
        bumps: i < MOST_TRIED ? allowedBumps(facts, policy, pkg, rules) : [],
        emptyCounts:
          facts.planner.id !== "pnpm" &&
          (options as { emptyCounts?: boolean } | undefined)?.emptyCounts !== false,
      };
    });
};
