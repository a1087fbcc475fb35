import type { Need } from "./evidence.ts";
import type { Policy } from "./policy/policy.ts";
import type { AnyRule } from "./rule.ts";

/** Whether the policy has a rule on, for the workspace or on a track. */
export const isOn = ({ settings, tracks }: Policy, { id, level }: AnyRule): boolean =>
  [settings, ...tracks.map((track) => track.settings)].some((one, i) => {
    const own = one.get(id)?.level ?? (i === 0 ? level : "off");
    return own !== "off";
  });

/** What the rules that the policy switches on have to know beyond the plan. */
export const needsOf = (policy: Policy, rules: readonly AnyRule[]): ReadonlySet<Need> =>
  new Set(
    rules
      .filter((rule) => rule.needs && isOn(policy, rule))
      .flatMap(({ needs = [] }) => (typeof needs === "function" ? needs(policy) : needs)),
  );
