import { expect, test } from "vitest";
import {
  type Difference,
  type Surface,
  compareSurfaces,
  entryPoints,
  parseReport,
  reportPath,
  reportText,
} from "../src/index.ts";
import { installedPackage } from "./kit/installed.ts";
import { sampled } from "../../cli/test/kit/sampling.ts";

const throughReport = (surface: Surface): Surface =>
  parseReport(reportPath("."), reportText("a", ".", surface));
/** Of each element; which of several members TypeScript names first depends on the order of the files. */
const facts = (differences: readonly Difference[]) =>
  differences.map(({ kind, path, stability, wasDeprecated }) => {
    const [element] = path.split(/[.([]/);
    return [kind, element, stability, wasDeprecated];
  });

/** The same declarations after some edits: of every tenth line, with the types turned around. */
const edited = ({ entry, files }: Surface): Surface => ({
  entry,
  files: Object.fromEntries(
    Object.entries(files).map(([path, text]) => {
      const lines = text.split("\n");
      return [path, lines.map((line, i) => (i % 10 === 3 ? turned(line) : line)).join("\n")];
    }),
  ),
});
const turned = (line: string): string =>
  /^\s*(?:\*|\/|import|export \{)/.test(line)
    ? line
    : line.replace(/\b(?:string|number|boolean)\b/, (type) =>
        type === "string" ? "number" : "string",
      );

test.each(sampled(["@types/semver", "yaml", "fast-check", "fs-fixture"]))(
  "a report of %s is equivalent to its declarations",
  (name) => {
    const { surface } = entryPoints(installedPackage(name)).find(({ entry }) => entry === ".")!;
    const after = edited(surface!);
    expect(compareSurfaces(surface!, throughReport(surface!))).toEqual([]);
    const differences = compareSurfaces(surface!, after);
    expect(differences.length).toBeGreaterThan(0);
    expect(facts(compareSurfaces(throughReport(surface!), throughReport(after)))).toEqual(
      facts(differences),
    );
    expect(reportText("a", ".", throughReport(surface!))).toBe(reportText("a", ".", surface!));
  },
  60_000,
);
