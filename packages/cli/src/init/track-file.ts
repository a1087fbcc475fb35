import { stringify } from "yaml";
import { PRESETS } from "@release-policy/core";

const SCHEMA = "# yaml-language-server: $schema=../node_modules/release-policy/schema/track.json";

/** What each key is for, in the file itself: nobody has to look it up. */
const COMMENTS: Readonly<Record<string, string>> = {
  extends: "What the preset says holds here, but for what this file says itself.",
  packages:
    "Names, or folders after ./; a star stands for anything, ! takes out, the last that matches decides.",
  versions: "The shape of every released version. What is below it is on its way in.",
  scheme: "How versions count: semver, or by the calendar.",
  prerelease: "Whether a released version may, or must, be a prerelease.",
  bumps:
    "What a changeset may ask for, and what a package may receive from its dependencies and groups.",
  breaking: "The smallest bump that may carry a breaking change.",
  require: "What each kind of change comes with.",
  rules: "Rules on this track: off, warn or error, with options where they have any.",
};

/** The text of a track's file: the schema for editors, what the track is, and its keys, each with a comment. */
export function trackFile(
  about: readonly string[],
  keys: Readonly<Record<string, unknown>>,
): string {
  const lines = Object.entries(keys).map(
    ([key, value]) => `# ${COMMENTS[key] ?? key}\n${keyText(key, value)}`,
  );
  return [SCHEMA, ...about.map((line) => `# ${line}`), "", ...lines].join("\n").concat("\n");
}

/** In one line while it is short. */
function keyText(key: string, value: unknown): string {
  if (key === "packages") return packagesText(value as readonly string[]);
  const flow = stringify({ [key]: value }, { lineWidth: 0, collectionStyle: "flow" });
  const short = flow.trimEnd().slice("{ ".length, -" }".length).replaceAll(PADDED_LIST, "[$1]");
  const isShort = !short.includes("\n") && short.length <= 100;
  return isShort ? short : stringify({ [key]: value }, { lineWidth: 0 }).trimEnd();
}

/** Always in quotes: a star means something to YAML, a dot looks as if it did. */
function packagesText(selectors: readonly string[]): string {
  const texts = selectors.map((text) => JSON.stringify(text));
  const line = `packages: [${texts.join(", ")}]`;
  return line.length <= 100
    ? line
    : ["packages:", ...texts.map((text) => `  - ${text}`)].join("\n");
}

/** Lists are written without spaces inside, mappings with them. */
const PADDED_LIST = /\[ ([^[\]{}]*) \]/g;

/** A preset written out as a track of its own. */
export function ejected(name: string): string | undefined {
  const preset = Object.hasOwn(PRESETS, name) ? PRESETS[name] : undefined;
  if (!preset) return undefined;
  const { about, workspace, ...keys } = preset;
  const rest = workspace
    ? ["", "# In policies/workspace.yaml, with your own names:", ...commented(workspace)]
    : [];
  const text = trackFile([`${name}: ${about}`], { packages: ["*"], ...keys });
  return `${text}${rest.map((line) => `${line}\n`).join("")}`;
}

const commented = (data: object): readonly string[] =>
  stringify(data, { lineWidth: 0 })
    .trimEnd()
    .split("\n")
    .map((line) => `# ${line}`);
