import type { Track } from "./policy/policy.ts";
import { list, say, type Sentence } from "./sentence.ts";
import { breakingBump } from "./standing.ts";

/** How a changeset says something, and what the track asks of whoever says it. */
export interface EvidenceForm {
  readonly kind: "breaking" | "deprecation" | "removal" | "security" | "migration";
  /** As it is written in the text of a changeset; docs/declarations.md has them all. */
  readonly form: readonly string[];
  readonly asks: Sentence;
}

/** What a track requires of each kind of change; of a breaking one, always, which bump it takes. */
export function evidenceForms(version: string, track: Track): readonly EvidenceForm[] {
  const { breaking = [], removal, deprecation, security, migration } = track.require;
  const least = breakingBump(version, track);
  const withGuide = breaking.includes("upgrade-guide");
  return [
    {
      kind: "breaking",
      form: [
        breaking.includes("section") ? "### Breaking Changes" : "BREAKING: <what breaks>",
        ...(withGuide ? ["Upgrade-guide: <path or url>"] : []),
      ],
      asks: say`takes a ${least} or more${withGuide ? [" and an upgrade guide"] : []}`,
    },
    ...(deprecation?.length
      ? [form("deprecation", "Deprecates: <api> use <replacement>", say`names a replacement`)]
      : []),
    ...(removal ? [form("removal", "Removes: <api>", removalAsks(removal))] : []),
    ...(security?.length
      ? [form("security", "Security: <advisory id>", say`names an advisory`)]
      : []),
    ...(migration?.length ? [form("migration", "Migration: <path>", say`names its path`)] : []),
  ];
}

const form = (kind: EvidenceForm["kind"], text: string, asks: Sentence): EvidenceForm => ({
  kind,
  form: [text],
  asks,
});

function removalAsks({ bump, deprecatedFor }: NonNullable<Track["require"]["removal"]>): Sentence {
  const { lines, releases, days, any = false } = deprecatedFor ?? {};
  const amounts = [
    lines === undefined ? [] : `${lines} line${lines === 1 ? "" : "s"} of versions`,
    releases === undefined ? [] : `${releases} release${releases === 1 ? "" : "s"}`,
    days === undefined ? [] : `${days} day${days === 1 ? "" : "s"}`,
  ].flat();
  const before: Sentence =
    amounts.length > 0
      ? say`was deprecated for ${list(amounts, any ? "or" : "and")} before`
      : say`was deprecated before`;
  return [
    ...(bump === undefined ? [] : say`takes a ${bump} or more`),
    ...(bump === undefined || !deprecatedFor ? [] : [", and "]),
    ...(deprecatedFor ? before : []),
  ];
}
