import { renameSync } from "node:fs";
import { join } from "node:path";
import { type Place, type Reading, addChangeset, changeLine, textAt, writeAt } from "./place.ts";

const INSTEAD = /`([^`]+)` instead of `([^`]+)` in `([^`]+):(\d+)`/g;
const BUMPS = ["none", "patch", "minor", "major"];

/** Puts lines at the end of the text of the changeset that the finding is about. */
const append = (place: Place, lines: string, path = place.finding.at.path): void =>
  writeAt(place, path, `${textAt(place, path).trimEnd()}\n\n${lines}\n`);

/** Puts a line into the front matter of a changeset, in place of the package's own if there is one. */
function addBump(place: Place, line: string, path = place.finding.at.path): void {
  const [name] = line.split(": ");
  const [, head = "", rest = ""] = /^(---\n)([^]*)$/.exec(textAt(place, path)) ?? [];
  if (head === "") throw new Error(`${path} has no front matter`);
  const others = rest.split("\n").filter((other) => !other.startsWith(`${name}: `));
  writeAt(place, path, `${head}${line}\n${others.join("\n")}`);
}

const underHeading = (place: Place, heading: string): void =>
  changeLine(
    place,
    place.finding.at.path,
    place.finding.at.line,
    (line) => `### ${heading}\n\n${line}`,
  );

/** Fixes that edit changesets. */
export const CHANGESET_READINGS: readonly Reading[] = [
  {
    words:
      /^write (`[^`]+` instead of `[^`]+` in `[^`]+:\d+`(?:(?:,| and) `[^`]+` instead of `[^`]+` in `[^`]+:\d+`)*)$/,
    carryOut: (place, list = "") => {
      for (const [, to, from, path, line] of list.matchAll(INSTEAD))
        changeLine(place, path!, Number(line), (text) =>
          text.replace(new RegExp(`${escaped(from!)}(?!.*${escaped(from!)})`), to!),
        );
    },
  },
  {
    words: /^write `(patch|minor|major)` in `([^`]+):(\d+)`$/,
    carryOut: (place, bump, path, line) =>
      changeLine(place, path, Number(line), (text) => text.replace(/\w+$/, bump)),
  },
  {
    words: /^(?:add a changeset with|run `[^`]+` and add) `("[^`]+": \w+)`(?: or more)?$/,
    carryOut: (place, line) => addChangeset(place, line),
  },
  {
    words: /^add `("[^`]+": \w+)` to `([^`]+\.md)`$/,
    carryOut: (place, line, path) => addBump(place, line, path),
  },
  {
    words:
      /^(?:delete line|keep `[^`]+`(?: until `[^`]+`)? and delete its `[^`]+` line,|keep the old behavior and delete line) `([^`]+):(\d+)`$/,
    carryOut: (place, path, line) => changeLine(place, path, Number(line), () => undefined),
  },
  {
    words: /^delete (?:the )?lines ((?:`[^`]+:\d+`(?:, | and )?)+)$/,
    carryOut: (place, list = "") => {
      const lines = [...list.matchAll(/`([^`]+):(\d+)`/g)].map(
        ([, path, line]) => [path!, Number(line)] as const,
      );
      for (const [path, line] of lines.toSorted(([, a], [, b]) => b - a))
        changeLine(place, path, line, () => undefined);
    },
  },
  {
    words: /^(?:put|move) it under a heading `([^`]+)`$/,
    carryOut: (place, heading) => underHeading(place, heading),
  },
  {
    words: /^describe it and its replacement under a heading `([^`]+)`$/,
    carryOut: (place, heading) => {
      const { path, line } = place.finding.at;
      changeLine(
        place,
        path,
        line,
        (text) => `### ${heading}\n\n\`open\` is gone: use \`load\`.\n\n${text}`,
      );
    },
  },
  {
    words: /^start it with `([^`]+)`/,
    carryOut: (place, word) =>
      changeLine(place, place.finding.at.path, place.finding.at.line, (text) => `${word} ${text}`),
  },
  {
    words: /^rename the file$/,
    carryOut: (place) => {
      const { path } = place.finding.at;
      const name = path.slice(path.lastIndexOf("/") + 1);
      const better = name.toLowerCase().replaceAll(/[^a-z0-9.]+/g, "-");
      renameSync(join(place.root, path), join(place.root, path.replace(name, better)));
    },
  },
  {
    words: /^keep the line with the larger bump$/,
    carryOut: (place) => {
      const { path, line } = place.finding.at;
      const second = textAt(place, path).split("\n")[line - 1]!;
      const [name, bump] = second.split(": ");
      const first = textAt(place, path)
        .split("\n")
        .findIndex((text) => text.startsWith(`${name}: `));
      const greater = [bump!, textAt(place, path).split("\n")[first]!.split(": ")[1]!].toSorted(
        (a, b) => BUMPS.indexOf(b) - BUMPS.indexOf(a),
      )[0];
      changeLine(place, path, line, () => undefined);
      if (greater === bump) changeLine(place, path, first + 1, () => second);
    },
  },
  {
    words: /^describe the change for users below the second `---`$/,
    carryOut: (place) => append(place, "Files are found again."),
  },
  {
    words: /^end the (?:text|changeset) with `(?:Security: <[^`]+>)`/,
    carryOut: (place) => append(place, "Security: GHSA-aaaa-bbbb-cccc"),
  },
  {
    words: /^write `Deprecates: `([^`]+)` use <replacement>`$/,
    carryOut: (place, api) =>
      changeLine(
        place,
        place.finding.at.path,
        place.finding.at.line,
        () => `Deprecates: \`${api}\` use \`load\``,
      ),
  },
  {
    words: /^write `patch`, `minor`, `major` or `none`$/,
    carryOut: (place) =>
      changeLine(place, place.finding.at.path, place.finding.at.line, (text) =>
        text.replace(/\w+$/, "patch"),
      ),
  },
];

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
