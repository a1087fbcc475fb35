import type { Need } from "./evidence.ts";
import type { Policy } from "./policy/policy.ts";
import type { AnyRule } from "./rule.ts";

/** What the rules that the policy switches on have to know beyond the plan. */
export function needsOf(policy: Policy, rules: readonly AnyRule[]): ReadonlySet<Need> {
  const isOn = ({ id, level }: AnyRule): boolean =>
    [policy.settings, ...policy.tracks.map(({ settings }) => settings)].some((settings, i) => {
      const own = settings.get(id)?.level ?? (i === 0 ? level : "off");
      return own !== "off";
    });
  return new Set(
    rules
      .filter((rule) => rule.needs && isOn(rule) && (rule.isAsked?.(policy) ?? true))
      .flatMap(({ needs }) => needs!),
  );
}
