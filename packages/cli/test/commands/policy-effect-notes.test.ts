import { type Sentence, plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { effectNotes } from "../../src/commands/audit/effect/notes.ts";
import type { EffectFinding, PastEffect } from "../../src/check/report.ts";

const finding = (name?: string, version?: string): EffectFinding => ({
  rule: "declared-bump",
  level: "error",
  ...(name === undefined ? {} : { package: name }),
  ...(version === undefined ? {} : { version }),
  message: "",
});
const release = (...findings: readonly EffectFinding[]) => ({
  commit: "0",
  date: "2026-03-01",
  subject: "Version packages",
  findings,
});
const past = (over: Partial<PastEffect>) => ({
  past: { compared: 3, refused: [], allowed: [], unjudged: 0, left: 0, ...over },
});
const textOf = (note: Sentence): string => plain(note).replaceAll("`", "");
const SAME = "would be blocked or allowed as before";

test.each<[Parameters<typeof effectNotes>[0], readonly string[]]>([
  [{}, []],
  [past({ compared: 0, left: 5 }), []],
  [
    past({ compared: 0, left: 5, stoppedAfter: 4000 }),
    [
      "no past release was compared with the new policy (stopped after 4 s, older commits were not checked)",
    ],
  ],
  [past({ compared: 1, from: "2026-01-02" }), [`the last release (since 2026-01-02) ${SAME}`]],
  [
    past({ unjudged: 1, shallow: true }),
    [`the last 3 releases ${SAME} (1 could not be judged; older history is missing here)`],
  ],
  [
    past({ refused: [release(finding("a", "1.0.0"))], allowed: [release()] }),
    [
      "1 of the last 3 releases would now be blocked: a 1.0.0 (declared-bump) on 2026-03-01",
      "1 of the last 3 releases would no longer be blocked: Version packages on 2026-03-01",
    ],
  ],
  [
    past({ compared: 1, refused: [release(finding())] }),
    ["the last release would now be blocked: declared-bump on 2026-03-01"],
  ],
  [
    { today: { added: [finding("a")], removed: [finding("b"), finding("c")] } },
    [
      "the new policy has 1 more finding today: a (declared-bump)",
      "the new policy has 2 fewer findings today: b (declared-bump) and c (declared-bump)",
    ],
  ],
  [{ problem: "the base has no policy" }, []],
  [
    { today: { added: [], removed: [] }, problem: "git cannot read it" },
    ["the new policy could not be compared with past releases: git cannot read it"],
  ],
])("says of the effect %j what changes", (effect, sentences) => {
  expect(effectNotes(effect).map(textOf)).toEqual(sentences);
});

test.each([
  [4, ["a", "b", "c", "d"], undefined],
  [5, ["a", "b", "c"], "2 more"],
])("names a few of %i findings", (count, named, more) => {
  const names = ["a", "b", "c", "d", "e"].slice(0, count);
  // The same finding twice is one.
  const added = [...names, "a"].map((name) => finding(name));
  const [note = []] = effectNotes({ today: { added, removed: [] } });
  const text = textOf(note);
  expect([...text.matchAll(/(\w) \(declared-bump\)/g)].map(([, name]) => name)).toEqual(named);
  expect(/\d more$/.exec(text)?.[0]).toBe(more);
});
