import type { Location } from "../../facts/location.ts";
import { manifestAt } from "../../judge/remedy.ts";
import type { Problem } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import type { RuleId } from "../../policy/rule-ids.ts";
import { levelOf } from "../../policy/settings.ts";
import { type Sentence, say } from "../../sentence.ts";
import { staleSince } from "../../versions/node-support.ts";

/** The table of Node's release lines is so old that a line may be missing. */
export interface StaleTable extends Problem {
  readonly asOf: string;
}

/** Of the rules that read the table, the first that judges a release reports the table's age, on that release. */
export function staleTable(view: View, rule: RuleId): StaleTable[] {
  const asOf = staleSince(view.policy, view.today);
  if (asOf === undefined) return [];
  const [first] = view.rules
    .filter(({ readsNodeTable }) => readsNodeTable)
    .flatMap((reader) => {
      const release = view.judged.find(
        ({ name }) => levelOf(view.policy, reader, view.trackOf(name)) !== "off",
      );
      return release ? [{ reader, release }] : [];
    });
  if (first?.reader.id !== rule) return [];
  return [{ package: first.release.name, at: placeOfRule(view, rule, first.release), asOf }];
}

export const staleMessage = ({ asOf }: StaleTable): Sentence =>
  say`the Node.js release table is from ${asOf} and may lack newer lines`;

export const staleHelp = (): Sentence =>
  say`update ${"release-policy"}, or add the missing lines under ${"runtimes.node"} in ${"policies/workspace.yaml"} and set ${"runtimes.asOf"}`;

const placeOfRule = (view: View, rule: RuleId, release: { name: string; dir: string }): Location =>
  view.trackOf(release.name)?.line(`rules.${rule}`).at ??
  manifestAt(release.dir, "engines", "node");
