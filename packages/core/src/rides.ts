import type { PastRelease } from "./evidence.ts";
import type { Train } from "./policy/policy.ts";
import { expectedOf, fits } from "./train.ts";
import type { View } from "./view.ts";

/**
 * The last release until today in which a package had the number that the train's leader gave it on the same day: tags
 * say no more of who was on a train.
 */
export function lastRides(
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
      const expected = expectedOf(version, lead.version);
      return expected !== undefined && fits(version, expected, past.version);
    });
  return (name) => known.findLast((past) => past.package === name && isRide(past));
}
