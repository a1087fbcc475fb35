import type { PastRelease } from "../../facts/evidence.ts";
import { placeOf, versionAt } from "../../judge/remedy.ts";
import type { Problem } from "../../judge/rule.ts";
import { type View, versionAfterPlan } from "../../judge/view.ts";
import type { Train } from "../../policy/policy.ts";
import { type Place, fits, trainVersion } from "./train-versions.ts";

/** A train that a plan releases in part. */
export interface IncompleteTrain extends Problem {
  readonly kind: "incomplete";
  readonly package: string;
  readonly version: string;
  readonly moving: readonly string[];
  readonly missing: readonly string[];
}

/** A member that once had the train's number and has another now. */
export interface MemberOutsideTrain extends Problem {
  readonly kind: "left";
  readonly place: Place;
  readonly ride: PastRelease;
}

/** Of the members that need no other number: those whose number the plan leaves behind are problems of their own. */
export function incompleteTrain(
  view: View,
  { leader, line }: Train,
  places: readonly Place[],
): IncompleteTrain[] {
  const isReleased = (name: string): boolean => view.releaseOf(name) !== undefined;
  const inPlace = places.filter((place) => place.inPlace).map(({ name }) => name);
  const names = [leader, ...inPlace];
  const [moving, missing] = [names.filter(isReleased), names.filter((name) => !isReleased(name))];
  if (places.length === 0 || moving.length === 0 || missing.length === 0) return [];
  const release = view.releaseOf(moving[0]!)!;
  const version = versionAfterPlan(view, leader)!;
  const at = placeOf(view, release);
  return [{ kind: "incomplete", package: leader, version, at, moving, missing, because: line }];
}

/** Differs from the train's number without a release of the train; released members are checked by their number. */
export function membersOutside(
  view: View,
  train: Train,
  places: readonly Place[],
): MemberOutsideTrain[] {
  if (view.releaseOf(train.leader)) return [];
  const rideOf = lastRides(view, train);
  return places
    .filter(({ name, inPlace, expected }) => !inPlace && expected && !view.releaseOf(name))
    .flatMap((place): MemberOutsideTrain[] => {
      const ride = rideOf(place.name);
      const at = versionAt(place.dir);
      return ride
        ? [{ kind: "left", package: place.name, at, place, ride, because: train.line }]
        : [];
    });
}

/**
 * The last release until today in which a package had the number that the train's leader gave it on the same day: tags
 * say no more of who was on a train.
 */
function lastRides(
  view: View,
  { leader, version }: Train,
): (name: string) => PastRelease | undefined {
  const known = (view.history ?? []).filter(({ date }) => date <= view.today);
  const leads = Map.groupBy(
    known.filter((past) => past.package === leader),
    ({ date }) => date,
  );
  const isRide = (past: PastRelease): boolean =>
    (leads.get(past.date) ?? []).some((lead) => {
      const expected = trainVersion(version, lead.version);
      return expected !== undefined && fits(version, expected, past.version);
    });
  return (name) => known.findLast((past) => past.package === name && isRide(past));
}
