import { type Cause, say } from "@release-policy/core";
import fc from "fast-check";
import type { Report } from "../../src/check/report.ts";
import { ATTACKS } from "./attacks.ts";
import { findingOf, releaseOf, reportOf } from "./report.ts";
import { runs } from "./sampling.ts";
import { character } from "./character.ts";

/** A chain with one link of every kind. */
export const chainOf = (text: string) => {
  const at = { path: `.changeset/${text}.md`, line: 2, column: 1 };
  const bump = "minor";
  const causes: readonly Cause[] = [
    { kind: "dependency", on: text, field: "peerDependencies", range: text, bump },
    { kind: "group", group: "fixed", from: text, highest: text, version: text, bump },
    { kind: "pre", tag: text, bump, at },
    { kind: "lane", lane: text, bump },
    { kind: "epic", lead: text, bump },
    { kind: "changeset", changeset: text, bump, at },
  ];
  return causes.map((cause) => ({ package: text, to: text, cause }));
};

export const findingWith = (text: string) =>
  findingOf({
    package: text,
    version: text,
    message: say`${text} and ${text}`,
    help: say`${text}, or ${text}`,
    at: { path: text, line: 1, column: 2, length: 3 },
    source: text.split("\n")[0]!,
    because: { at: { path: `policies/${text}.yaml`, line: 1, column: 1 }, text },
    chain: chainOf(text),
  });

/** A report with the text wherever a stranger can write. */
export function reportWith(text: string): Report {
  const { because, ...rest } = findingWith(text);
  const line = because!;
  const releases = [releaseOf({ name: text, dir: text, track: text, from: text, to: text })];
  return reportOf({
    outcome: "warn",
    planner: { id: "pnpm", package: text, version: text, from: "workspace" },
    findings: [findingWith(text), findingWith(text), { ...rest, rule: "train", chain: [] }],
    pending: [findingWith(text)],
    waived: [
      { finding: rest, waiver: { reason: text, owner: text, until: "2026-07-01", line } },
      {
        finding: { ...rest, rule: "freeze" },
        approval: {
          package: text,
          version: text,
          by: text,
          at: "2026-06-15T10:00:00Z",
          via: "comment",
        },
      },
    ],
    since: { ref: text, base: "4979658", judgedBy: "base", versionCommit: false },
    notes: [say`${text}: ${text}`],
    releases,
  });
}

export const obstacleWith = (text: string) => ({
  message: text,
  help: "correct it",
  at: { path: text, line: 1, column: 2 },
  source: text.split("\n")[0]!,
});

/** What a stranger may write, the worst of it often. */
export const texts = fc
  .array(
    fc.oneof(
      fc.constantFrom(...Object.values(ATTACKS).filter((text) => text.length < 100)),
      fc.constantFrom(
        " ",
        ":",
        "::",
        "#",
        "##",
        "[",
        "##[",
        "##vso[",
        "\n",
        "\u001B",
        "\uD83D",
        "\uDE00",
        "\uFE0F",
      ),
      fc.string({ unit: character, maxLength: 8 }),
      fc.string({ unit: "grapheme", maxLength: 8 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(""));
export const RUNS = { numRuns: runs(2000), seed: 20_261_122 };
