import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Changeset } from "@release-policy/core/types";
import { plain } from "@release-policy/core";
import { isSeq } from "yaml";
import { type Place, type Reading, changeData, changeLine, textAt, writeAt } from "./place.ts";

/** Puts a line at the end of a changeset, of which there is a real one in the place of what the fix leaves open. */
const endWith = (place: Place, line: string, path: string): void =>
  writeAt(place, path, `${textAt(place, path).trimEnd()}\n\n${line}\n`);

/** The changeset that the finding is in, or else the one that releases its package. */
function changesetOf(place: Place): string {
  const { path } = place.finding.at;
  if (path.startsWith(".changeset/")) return path;
  const { package: name } = place.finding;
  const found = place.facts.changesets.find(({ bumps }) =>
    bumps.some((bump) => bump.package === name),
  );
  if (!found) throw new Error(`no changeset releases ${name}`);
  return found.path;
}

const changesetAt = ({ facts }: Place, path: string): Changeset =>
  facts.changesets.find((one) => one.path === path)!;

/** Puts a value in place of the one that the finding names, behind its place. */
function writeValue(place: Place, value: string): void {
  const { at, message } = place.finding;
  const named = [...plain(message).matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
  changeLine(place, at.path, at.line, (text) => {
    const before = text.slice(0, at.column - 1);
    const behind = text.slice(at.column - 1);
    const wrong = named.find((name) => behind.includes(name));
    return before + (wrong === undefined ? behind : behind.replace(wrong, value));
  });
}

/** Takes out the section around the finding, from its heading to the next. */
function deleteSection(place: Place): void {
  const { path, line } = place.finding.at;
  const lines = textAt(place, path).split("\n");
  const start = lines.findLastIndex((text, i) => i < line && text.startsWith("#"));
  const next = lines.findIndex((text, i) => i > start && text.startsWith("#"));
  lines.splice(start, (next < 0 ? lines.length : next) - start);
  writeAt(place, path, `${lines.join("\n").trimEnd()}\n`);
}

/** Fixes that leave one edit, or any of a few that are all right. */
export const EXACT_READINGS: readonly Reading[] = [
  {
    words:
      /^keep it, write `([^`]+)` instead of `([^`]+)` in `([^`]+):(\d+)`, and remove it in a later release$/,
    carryOut: (place, to, from, path, line) =>
      changeLine(place, path, Number(line), (text) => text.replace(from, to)),
  },
  {
    words: /^remove it and end the changeset with `(Removes: [^`]+)`$/,
    carryOut: (place, line) => endWith(place, line, changesetOf(place)),
  },
  {
    words: /^end the (?:changeset|text) with `((?:Migration|Upgrade-guide): )<path or URL>`$/,
    carryOut: (place, key) =>
      endWith(place, `${key}https://acme.example/guide`, changesetOf(place)),
  },
  {
    words:
      /^replace it with `Deprecates: <api> use <replacement> until <version>` at the end of the text$/,
    carryOut: (place) => {
      const { path, line } = place.finding.at;
      const [, api = ""] = /`([^`]+)`/.exec(textAt(place, path).split("\n")[line - 1]!) ?? [];
      changeLine(place, path, line, () => undefined);
      endWith(place, `Deprecates: ${api} use load until 9.0.0`, path);
    },
  },
  {
    words: /^move it under `([^`]+)`$/,
    carryOut: (place, heading) => {
      const { path, line } = place.finding.at;
      const entry = textAt(place, path).split("\n")[line - 1]!;
      changeLine(place, path, line, () => undefined);
      endWith(place, `### ${heading}\n\n${entry.trim()}`, path);
    },
  },
  {
    words: /^delete the section$/,
    carryOut: (place) => deleteSection(place),
  },
  {
    words: /^delete the line$/,
    carryOut: (place) =>
      changeLine(place, place.finding.at.path, place.finding.at.line, () => undefined),
  },
  {
    words: /^write `"([^"`]+)"` in `(\.changeset\/[^`]+):(\d+)`$/,
    carryOut: (place, name, path, line) =>
      changeLine(place, path, Number(line), (text) => text.replace(/^.*(?=: \w+$)/, `"${name}"`)),
  },
  {
    words: /^write `"version": "([^"`]+)"` in `([^`]+)`: the next release is then `[^`]+`$/,
    carryOut: (place, version, path) =>
      changeData(place, path, (data) => data.set("version", version)),
  },
  {
    words: /^split it into one changeset per package$/,
    carryOut: (place) => {
      const { path, bumps, summary } = changesetAt(place, changesetOf(place));
      rmSync(join(place.root, path));
      for (const [i, { package: name, bump }] of bumps.entries())
        writeAt(place, `.changeset/split-${i}.md`, `---\n"${name}": ${bump}\n---\n\n${summary}\n`);
    },
  },
  {
    words: /^move its lines to the first front matter$/,
    carryOut: (place) => {
      const { path } = place.finding.at;
      const [, first = "", text = "", second = "", rest = ""] =
        /^---\n([^]*?)---\n([^]*?)---\n([^]*?)---\n([^]*)$/.exec(textAt(place, path)) ?? [];
      writeAt(place, path, `---\n${first}${second}---\n${text}${rest}`);
    },
  },
  {
    words: /^move it to a new changeset$/,
    carryOut: (place) => {
      const { path } = place.finding.at;
      const [, first = "", second = ""] =
        /^(---\n[^]*?---\n[^]*?)(---\n[^]*?---\n[^]*)$/.exec(textAt(place, path)) ?? [];
      writeAt(place, path, first);
      writeAt(place, ".changeset/moved.md", second);
    },
  },
  {
    words: /^remove it from `(\w*[dD]ependencies)` of `([^`]+)`$/,
    carryOut: (place, field) => {
      const { path, line } = place.finding.at;
      const [, name = ""] = /"([^"]+)":/.exec(textAt(place, path).split("\n")[line - 1]!) ?? [];
      changeData(place, path, (data) => data.deleteIn([field, name]));
    },
  },
  {
    words: /^write `"([^"`]+)": "([^"`]+)"` in `(\w*[dD]ependencies)`$/,
    carryOut: (place, key, value, field) =>
      changeData(place, place.finding.at.path, (data) => data.setIn([field, key], value)),
  },
  { words: /^write `(@?[^`": ]+)`$/, carryOut: (place, value) => writeValue(place, value) },
  {
    words: /^write a version such as `([^`]+)` or `[^`]+`$/,
    carryOut: (place, version) =>
      changeLine(place, place.finding.at.path, place.finding.at.line, (text) =>
        text.replace(/until .*$/, `until ${version}`),
      ),
  },
  {
    words: /^leave it out$/,
    carryOut: (place) =>
      changeLine(place, place.finding.at.path, place.finding.at.line, (text) =>
        text.replace(/ until .*$/, ""),
      ),
  },
  {
    words: /^`(use nothing)`$/,
    carryOut: (place, text) =>
      changeLine(place, place.finding.at.path, place.finding.at.line, (line) => `${line} ${text}`),
  },
  {
    words: /^add `"([^"`]+)"` or `"[^"`]+"` to `packages` of a file in `policies\/`$/,
    carryOut: (place, selector) => {
      const files = readdirSync(join(place.root, "policies"));
      const file = files.find((name) => /^packages:/m.test(textAt(place, `policies/${name}`)));
      changeData(place, `policies/${file}`, (data) => addSelector(data.get("packages"), selector));
    },
  },
  {
    words: /^make it private$/,
    carryOut: (place) =>
      changeData(place, place.finding.at.path, (data) => data.set("private", true)),
  },
  {
    words: /^exclude it from all but one of them with `"(![^"`]+)"` under `packages`$/,
    carryOut: (place, selector) =>
      changeData(place, place.finding.at.path, (data) =>
        addSelector(data.get("packages"), selector),
      ),
  },
  {
    words: /^set its version to `([^`]+)`$/,
    carryOut: (place, version) =>
      changeData(place, place.finding.at.path, (data) => data.set("version", version)),
  },
  {
    words: /^add `("[^`]+": \w+)` to the changeset of `([^`]+)`$/,
    carryOut: (place, line) => {
      const path = place.finding.at.path;
      writeAt(place, path, textAt(place, path).replace("---\n", `---\n${line}\n`));
    },
  },
  {
    words: /^delete `([^`]+)` from the list$/,
    carryOut: (place, selector) =>
      changeLine(place, place.finding.at.path, place.finding.at.line, (text) => {
        const quoted = `["']?${selector.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}["']?`;
        if (new RegExp(`^\\s*- ${quoted}`).test(text)) return undefined;
        return text.replace(new RegExp(`, *${quoted}(?=[,\\]])|${quoted}, *`), "");
      }),
  },
  {
    words: /^add a line `---` below the last package$/,
    carryOut: (place) => {
      const { path } = place.finding.at;
      const lines = textAt(place, path).split("\n");
      lines.splice(lines.findLastIndex((line) => /: \w+$/.test(line)) + 1, 0, "---");
      writeAt(place, path, lines.join("\n"));
    },
  },
  {
    words: /^write each line between the two `---` as in `[^`]+`, with the name in quotes$/,
    carryOut: (place) =>
      changeLine(place, place.finding.at.path, place.finding.at.line, (text) =>
        text.replace(/^([^\s:]+): /, '"$1": '),
      ),
  },
  {
    words: /^start the file with `---`, a line such as `[^`]+` for each package, and `---`$/,
    carryOut: (place) => {
      const { path } = place.finding.at;
      const { name } = place.facts.packages[0]!;
      writeAt(place, path, `---\n"${name}": patch\n---\n\n${textAt(place, path)}`);
    },
  },
  {
    words: /^exclude `([^`]+)` from the workspace$/,
    carryOut: (place, dir) =>
      changeData(place, "pnpm-workspace.yaml", (data) =>
        addSelector(data.get("packages"), `!${dir}`),
      ),
  },
];

function addSelector(list: unknown, selector: string): void {
  if (!isSeq(list)) throw new Error("no list of packages");
  list.add(selector);
}
