import type { Access } from "../forge/forge.ts";
import type { Approval, RefusedApproval, Report, ReportedApprovals } from "release-policy";
import { reasonAgainst, type Asking } from "./reasons.ts";

/** Somebody's wish to approve, as the forge tells it. */
export interface Wish {
  readonly by: string;
  readonly at: string;
  readonly via: Approval["via"];
  /** True where the text was changed after it was written: nobody knows what it said. */
  readonly edited: boolean;
  /** What a comment names; undefined where it names nothing that has the form of a release. A label is for all that is asked. */
  readonly names?: { readonly package: string; readonly version: string } | undefined;
}

export interface Decided {
  readonly approvals: readonly Approval[];
  /** Newest first, one for each person and release, and none for a release that somebody else approved. */
  readonly refused: readonly RefusedApproval[];
}

/** More people than ever approve one change: whoever has many accounts spends only this many requests. */
const MOST_PEOPLE = 50;
const MOST_TOLD = 10;

/**
 * Which wishes are approvals. Everything that can be known without a request is asked first, and the newest wishes
 * first, so that a crowd of strangers does not come before whoever writes his approval again.
 */
export async function decide(
  wishes: readonly Wish[],
  report: Report & { readonly approvals: ReportedApprovals },
  asking: Asking,
  permissionOf: (login: string) => Promise<Access>,
): Promise<Decided> {
  const people = new Map<string, Promise<Access>>();
  const accessOf = (login: string): Promise<Access | undefined> => {
    const key = login.toLowerCase();
    if (!people.has(key) && people.size < MOST_PEOPLE) people.set(key, permissionOf(login));
    return people.get(key) ?? Promise.resolve(undefined);
  };
  const approvals: Approval[] = [];
  const refused: RefusedApproval[] = [];
  for (const wish of wishes.toSorted(newestFirst)) {
    for (const release of releasesOf(wish, report)) {
      const why = await reasonAgainst(wish, release, report, asking, accessOf);
      const { by, at, via } = wish;
      if (why) refused.push({ by, at, via, ...release, why });
      else if (release) approvals.push({ by, at, via, ...release });
    }
  }
  return { approvals, refused: worthTelling(refused, approvals) };
}

type Named = { readonly package: string; readonly version: string } | undefined;

/** A label is for every release that asks; where none does, there is nothing to tell of it. */
const releasesOf = (
  { via, names }: Wish,
  { approvals }: { approvals: ReportedApprovals },
): Named[] =>
  via === "comment"
    ? [names]
    : approvals.asked.map(({ package: name, version }) => ({ package: name, version }));

function worthTelling(
  refused: readonly RefusedApproval[],
  approvals: readonly Approval[],
): readonly RefusedApproval[] {
  const keyOf = ({ package: name = "", version = "" }: Partial<Approval>) => `${name}@${version}`;
  const approved = new Set(approvals.map(keyOf));
  const told = new Set<string>();
  return refused
    .filter((one) => {
      const key = `${one.by.toLowerCase()} ${keyOf(one)}`;
      if (approved.has(keyOf(one)) || told.has(key)) return false;
      told.add(key);
      return true;
    })
    .slice(0, MOST_TOLD);
}

const newestFirst = (a: Wish, b: Wish): number => Date.parse(b.at) - Date.parse(a.at);
