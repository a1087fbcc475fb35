import compare from "semver/functions/compare.js";
import lt from "semver/functions/lt.js";
import type { Document } from "@release-policy/core";
import type { Collected } from "./data.ts";
import type { Judged } from "./page.ts";
import { brokenBy } from "./past.ts";

const PROJECTS = ["hydra", "kratos", "oathkeeper", "keto"] as const;

/** The declared stage; if unknown, that of the version itself, which then fits by definition. */
const stageOf = ({ stageDeclared, stageByVersion }: Collected): string =>
  stageDeclared ?? (stageByVersion === "calver" ? "calendar" : stageByVersion!);

const policies = (project: string, stage: string) => ({
  [stage]: { packages: [project], extends: `ory/${stage}` },
});

/** The current upgrade guide of the repository; undefined if unknown or missing. */
export function guide({ upgradeGuideHeading }: Collected, version: string): Document[] | undefined {
  if (upgradeGuideHeading == null) return undefined;
  const headings = upgradeGuideHeading ? [{ text: version, line: 3 }] : [];
  return [
    { path: "UPGRADE.md", text: "", headings },
    { path: "CHANGELOG.md", text: "", headings: [] },
  ];
}

/** The content of a Breaking section; an unedited template if the collector marked it. */
const entriesOf = ({ breaking, flags = [] }: Collected): string[] =>
  Array.from({ length: breaking ?? 0 }, () =>
    flags.some((flag) => flag.includes("placeholder"))
      ? "Please change `foo` to `bar`."
      : "It works in another way.",
  );

/** Every release of the four services but the first of each. */
export const ory = (releases: readonly Collected[]): Judged[] =>
  PROJECTS.flatMap((project) => {
    const own = releases.filter(({ versions }) => `ory/${project}` in versions);
    return own.flatMap((release, i): Judged[] => {
      const [to, ...earlier] = [release, ...own.slice(0, i)].map(
        ({ versions }) => versions[`ory/${project}`]!,
      );
      // Older lines get fixes next to newer ones: a release continues from the closest version below it.
      const from = earlier
        .filter((version) => lt(version, to!))
        .toSorted(compare)
        .at(-1);
      if (from === undefined) return [];
      const documents = guide(release, to!);
      const broken = brokenBy({
        package: project,
        from,
        to: to!,
        date: release.date ?? "2026-01-01",
        policies: policies(project, stageOf(release)),
        breaking: entriesOf(release),
        ...(documents ? { documents } : {}),
      });
      return [{ name: `${project} ${to}`, release, broken }];
    });
  });
