import type { Location } from "../../facts/location.ts";
import { manifestAt } from "../../judge/remedy.ts";
import type { Problem } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import type { RuleId } from "../../policy/rule-ids.ts";
import { type Sentence, say } from "../../sentence.ts";
import { staleSince } from "../../versions/node-support.ts";

/** The table of Node's release lines is so old that a line may be missing. */
export interface StaleTable extends Problem {
  readonly asOf: string;
}

/** The rules that read the table; the first of them that is on says that it is old, once. */
const READERS = ["runtime-eol", "runtime-missing"] as const;

/** The one problem that a rule reports about the table's age, on the first release that it judges; else none. */
export function staleTable(view: View, rule: (typeof READERS)[number]): StaleTable[] {
  const asOf = staleSince(view.policy, view.today);
  if (asOf === undefined) return [];
  const speaker = READERS.find((id) => view.judged.some(({ name }) => isOnFor(view, id, name)));
  const first = view.judged.find(({ name }) => isOnFor(view, rule, name));
  if (speaker !== rule || !first) return [];
  return [{ package: first.name, at: placeOfRule(view, rule, first), asOf }];
}

export const staleMessage = ({ asOf }: StaleTable): Sentence =>
  say`the table of Node's release lines is of ${asOf}: newer lines are not known`;

export const staleHelp = (): Sentence =>
  say`update ${"release-policy"}, or write what differs under ${"runtimes.node"} in ${"policies/workspace.yaml"}, with the day as ${"runtimes.asOf"}`;

const isOnFor = ({ policy, trackOf }: View, id: RuleId, name: string): boolean =>
  (trackOf(name)?.settings.get(id) ?? policy.settings.get(id))?.level !== "off" &&
  (trackOf(name)?.settings.has(id) || policy.settings.has(id));

const placeOfRule = (view: View, rule: RuleId, release: { name: string; dir: string }): Location =>
  view.trackOf(release.name)?.line(`rules.${rule}`).at ??
  manifestAt(release.dir, "engines", "node");
