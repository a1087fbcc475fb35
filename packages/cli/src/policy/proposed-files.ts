import {
  PRESETS,
  type Package,
  type PastRelease,
  type PlannerId,
  distance,
  prereleaseOf,
} from "@release-policy/core";
import compare from "semver/functions/compare.js";
import { stringify } from "yaml";
import { CannotJudge } from "../errors.ts";
import type { PolicyText } from "./policy-files.ts";
import { selectorsOf } from "./proposed-selectors.ts";
import { type ProposedTrack, leastMature, tracksOfVersions } from "./proposed-tracks.ts";

/** The files of the proposed tracks, with comments. */
export function policyFiles(
  tracks: readonly ProposedTrack[],
  history?: readonly PastRelease[],
): readonly PolicyText[] {
  const selectors = selectorsOf(tracks);
  return tracks.map((track, i) => {
    const { extends: preset, ...keys } = track.keys;
    const past = historyLine(track, history);
    const about = [`${track.about}.`, ...(past === undefined ? [] : [past])];
    const head = preset === undefined ? {} : { extends: preset };
    return {
      path: `policies/${track.name}.yaml`,
      text: trackFile(about, { ...head, packages: selectors[i], ...keys }),
    };
  });
}

/** `policies/workspace.yaml` with what is known of it; none where nothing is. */
export function workspaceFile(known: {
  readonly newPackages: string | undefined;
  readonly planner?: PlannerId | undefined;
}): readonly PolicyText[] {
  const { newPackages, planner } = known;
  const keys = {
    ...(newPackages === undefined ? {} : { newPackages }),
    ...(planner === undefined ? {} : { planner }),
  };
  if (Object.keys(keys).length === 0) return [];
  const text = fileWith("workspace", ["What is not of one track."], keys);
  return [{ path: "policies/workspace.yaml", text }];
}

/** Why nothing can be judged without a policy, with one to start from. */
export function missingPolicyError(packages: readonly Package[]): CannotJudge {
  const tracks = tracksOfVersions({ packages });
  const proposed = [...policyFiles(tracks), ...workspaceFile({ newPackages: leastMature(tracks) })];
  const files = proposed.map(
    ({ path, text }) => `# ${path}\n${text.replaceAll(/^#.*\n|^\n/gm, "")}\n`,
  );
  return new CannotJudge({
    message: "there is no policy: no folder `policies` with a track in it",
    help:
      files.length > 0
        ? `run release-policy init, or start with these files, which fit the versions of today:\n\n${files.join("\n")}`
        : "no package here is published: there is nothing to judge",
  });
}

const schemaLine = (name: string): string =>
  `# yaml-language-server: $schema=../node_modules/release-policy/schema/${name}.json`;

/** What each key is for, in the file itself: nobody has to look it up. */
const COMMENTS: Readonly<Record<string, string>> = {
  extends: "What the preset says holds here, but for what this file says itself.",
  packages:
    "Names, or folders after ./; a star stands for anything, ! excludes, the last that matches decides.",
  versions: "The shape of every released version. What is below it is on its way in.",
  scheme: "How versions count: semver, or by the calendar.",
  prerelease: "Whether a released version may, or must, be a prerelease.",
  bumps:
    "What a changeset may ask for, and what a package may receive from its dependencies and groups.",
  breaking: "The smallest bump that may carry a breaking change.",
  require: "What each kind of change comes with.",
  newPackages: "The track of a package that was never released, until a track selects it.",
  planner: "The release command that versions are computed for.",
  rules: "Rules on this track: off, warn or error, with options where they have any.",
};

const trackFile = (about: readonly string[], keys: Readonly<Record<string, unknown>>): string =>
  fileWith("track", about, keys);

/** The text of a file: the schema for editors, what it is about, and its keys, each with a comment. */
function fileWith(
  schema: "track" | "workspace",
  about: readonly string[],
  keys: Readonly<Record<string, unknown>>,
): string {
  const lines = Object.entries(keys).map(
    ([key, value]) => `# ${COMMENTS[key] ?? key}\n${keyText(key, value)}`,
  );
  return [schemaLine(schema), ...about.map((line) => `# ${line}`), "", ...lines]
    .join("\n")
    .concat("\n");
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

/** What the tags tell of a track's packages, in a line; undefined where they tell nothing. */
function historyLine(
  { members }: ProposedTrack,
  history: readonly PastRelease[] | undefined,
): string | undefined {
  const names = new Set(members.map(({ name }) => name));
  const own = (history ?? []).filter((past) => names.has(past.package));
  const [first] = own;
  if (!first) return undefined;
  const steps = [...Map.groupBy(own, (past) => past.package).values()].flatMap(stepsOf);
  const counts = (["patch", "minor", "major"] as const).map((bump) =>
    amount(steps.filter((step) => step === bump).length, bump),
  );
  const prereleases = own.filter(({ version }) => prereleaseOf(version)).length;
  const all = [...counts, ...(prereleases > 0 ? [amount(prereleases, "prerelease")] : [])];
  return `Tags since ${first.date} show ${all.slice(0, -1).join(", ")} and ${all.at(-1)!}.`;
}

/** The bumps from each stable version to the next. */
function stepsOf(releases: readonly PastRelease[]): readonly string[] {
  const versions = [...new Set(releases.map(({ version }) => version))]
    .filter((version) => prereleaseOf(version) === undefined)
    .toSorted(compare);
  return versions.slice(1).map((version, i) => distance(versions[i]!, version));
}

const amount = (count: number, what: string): string =>
  `${count === 0 ? "no" : count} ${count === 1 ? what : what === "patch" ? "patches" : `${what}s`}`;
