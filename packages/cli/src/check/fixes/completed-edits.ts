import { type Edit, type Finding, type View, remediesOf } from "@release-policy/core";
import { rules } from "../../policy/rules.ts";

/** A state of the workspace: with some edits, none of which is written. */
export interface State {
  readonly view: View;
  readonly findings: readonly Finding[];
}

/** Edits that were tried: with the resulting state, or with the remaining problem. */
export interface Attempt {
  readonly edits?: readonly Edit[];
  readonly state?: State;
  readonly left?: Finding | undefined;
}

/** The edits that one fix may be made of, and the steps to find them. */
const MOST_STEPS = 6;

/**
 * Edits, including those that fix the remaining findings: the given one, and each new error. `stateWith` returns the
 * state with some edits; undefined if there is none or no more may be tried.
 */
export async function completed(
  edits: readonly Edit[],
  start: State,
  stateWith: (edits: readonly Edit[]) => Promise<State | undefined>,
  finding?: Finding,
): Promise<Attempt> {
  let all = edits;
  let left: Finding | undefined;
  for (let step = 0; step < MOST_STEPS; step++) {
    const state = await stateWith(all);
    if (!state) break;
    left = open(finding, start, state);
    if (!left) return { edits: all, state };
    const more = remediesOf(left, state.view, rules).find(canJoin);
    const joined = more && canJoin(all) ? join(all, more) : undefined;
    if (!joined) break;
    all = joined;
  }
  return { left };
}

const keyOf = ({ rule, package: name, at }: Finding): string => `${rule} ${name ?? at.path}`;

/** What is to be answered next: the finding itself while it is there, else an error that has come. */
export function open(
  finding: Finding | undefined,
  before: State,
  after: State,
): Finding | undefined {
  const was = countsByKey(before);
  const is = countsByKey(after);
  const key = finding && keyOf(finding);
  if (key !== undefined && (is.get(key) ?? 0) >= (was.get(key) ?? 0))
    return after.findings.find((one) => keyOf(one) === key);
  return after.findings.find(
    (one) => one.level === "error" && is.get(keyOf(one))! > (was.get(keyOf(one)) ?? 0),
  );
}

/** Every finding of a check is compared with the same states. */
const COUNTS = new WeakMap<State, ReadonlyMap<string, number>>();

function countsByKey(state: State): ReadonlyMap<string, number> {
  const known = COUNTS.get(state);
  if (known) return known;
  const counts = new Map<string, number>();
  for (const one of state.findings) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  COUNTS.set(state, counts);
  return counts;
}

/** Lines that go or come move the others. */
const canJoin = (edits: readonly Edit[]): boolean =>
  edits.every(({ kind }) => kind === "replace" || kind === "set" || kind === "create");

const placeOfEdit = (edit: Edit): string => {
  if (edit.kind === "set") return `${edit.path} ${edit.keys.join(" ")}`;
  return "at" in edit ? `${edit.path}:${edit.at.line}:${edit.at.column}` : edit.path;
};

/** All edits; of two at one place the later, applied to the original text. Undefined without an effect. */
function join(edits: readonly Edit[], more: readonly Edit[]): readonly Edit[] | undefined {
  const joined = new Map(edits.map((edit) => [placeOfEdit(edit), edit]));
  for (const edit of more) {
    const key = placeOfEdit(edit);
    const before = joined.get(key);
    // Two edits cannot create the same changeset.
    if (!before && edits.some(({ kind, path }) => kind === "create" && path === edit.path))
      return undefined;
    if (before?.kind === "replace" && edit.kind === "replace") {
      if (before.was === edit.text) return undefined;
      joined.set(key, { ...before, text: edit.text });
    } else if (before?.kind === "set" && edit.kind === "set" && typeof edit.value !== "string")
      joined.set(key, { ...edit, say: [...before.say, " and ", ...edit.say] });
    else joined.set(key, edit);
  }
  const all = [...joined.values()];
  return JSON.stringify(all) === JSON.stringify(edits) ? undefined : all;
}
