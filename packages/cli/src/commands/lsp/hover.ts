import { chainOf, tracksOf } from "@release-policy/core";
import type { Package, Release } from "@release-policy/core/types";
import type { Judged } from "../../check/options.ts";
import { plain, printable } from "../../formats/escape.ts";
import { causesText } from "../../formats/finding.ts";
import { rules } from "../../policy/rules.ts";

/** What is known about the package or the rule that a line names, as text; undefined where it names neither. */
export function hoverAt(path: string, line: string, judged: Judged): string | undefined {
  if (path.startsWith("policies/")) {
    const words = new Set(line.match(/[\w-]+/g));
    const rule = rules.find(({ id }) => words.has(id));
    return rule && `${rule.id}: ${rule.summary}\n\n${rule.why}`;
  }
  const { packages } = judged.facts;
  const dir = path.replace(/\/?package\.\w+$/, "") || ".";
  const name = keyInLine(line);
  const pkg = path.startsWith(".changeset/")
    ? packages.find((one) => one.name === name)
    : packages.find((one) => one.dir === dir && (name === "name" || name === "version"));
  return pkg && packageText(pkg, judged);
}

/** The key of a line in front matter, YAML or JSON. */
const keyInLine = (line: string): string | undefined =>
  /^\s*["']?([^"':\s]+)["']?\s*:/.exec(line)?.[1];

function packageText(pkg: Package, { facts, policy, report }: Judged): string {
  const releases = new Map(facts.releases.map((release) => [release.name, release]));
  const release = releases.get(pkg.name);
  const [track] = tracksOf(policy, pkg);
  const versions = track?.versions ? ` (${track.versions.shape})` : "";
  const findings = report.findings.filter((finding) => finding.package === pkg.name);
  return [
    `${pkg.name} ${release ? `${release.from} → ${release.to}` : (pkg.version ?? "")}`,
    track ? `on track ${track.name}${versions}` : "not on a track",
    ...(release ? chainsOf(release, releases) : ["not released"]),
    ...findings.map(({ level, rule, message }) => `${level}[${rule}]: ${plain(message)}`),
  ]
    .map(printable)
    .join("\n");
}

const chainsOf = (release: Release, releases: ReadonlyMap<string, Release>): readonly string[] =>
  release.causes.map((cause) => {
    const chain = chainOf({ ...release, causes: [cause] }, (of) => releases.get(of));
    return `← ${causesText(chain)}`;
  });
