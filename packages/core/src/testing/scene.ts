import type { Verdict } from "../judge/finding.ts";
import { judge } from "../judge/judge.ts";
import type { AnyRule } from "../judge/rule.ts";
import { readPolicy } from "../policy/reading/read-policy.ts";
import { rules as allRules } from "../rules/index.ts";
import { plain } from "../sentence.ts";
import { policyFile } from "./policy-file.ts";
import { type SceneFacts, sceneFacts } from "./scene-facts.ts";

export * from "../facts/example.ts";
export { pendingChanges, versionChanges } from "./scene-facts.ts";

/** Facts and policy in shorthand, for testing a rule without a planner. */
export interface Scene extends SceneFacts {
  /** Policy files by name, as data. By default, a track `all` with every package. */
  readonly policies?: Readonly<Record<string, unknown>>;
}

/** Judges a scene by some rules (all of them by default). Throws where its policy has a mistake. */
export function judgeScene(scene: Scene, rules: readonly AnyRule[] = allRules): Verdict {
  const { policies = { all: { packages: ["*"] } } } = scene;
  const { policy, mistakes } = readPolicy(
    Object.entries(policies).map(([name, data]) => policyFile(name, data)),
    allRules,
  );
  if (!policy) throw new Error(mistakes.map(({ message }) => message).join("; "));
  return judge(sceneFacts(scene), policy, rules);
}

/** What a rule says of a scene: a line `level: sentence` for each finding. */
export const messagesOf = (rule: AnyRule, scene: Scene): string[] =>
  judgeScene(scene, [rule]).findings.map(({ level, message }) => `${level}: ${plain(message)}`);

/** The advice that a rule gives on a scene. */
export const fixesOf = (rule: AnyRule, scene: Scene): string[] =>
  judgeScene(scene, [rule]).findings.map(({ help }) => plain(help));
