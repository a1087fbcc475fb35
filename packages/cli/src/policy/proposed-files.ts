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

/** `policies/workspace.yaml` with the known settings; undefined without any. */
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
  const text = fileWith("workspace", ["Settings for the whole workspace."], keys);
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
    message: "no policy found (expected a track in `policies`)",
    help:
      files.length > 0
        ? `run release-policy init, or start with these files, which fit your current versions:\n\n${files.join("\n")}`
        : (onlyRoot(packages) ?? "this workspace has no published packages"),
  });
}

/** What to do where only the root was found, which is seldom all. */
export const onlyRoot = (packages: readonly Package[]): string | undefined =>
  packages.every(({ dir }) => dir === ".")
    ? "only the root was found: if package.json has `workspaces`, install them first, because Changesets looks for the lockfile"
    : undefined;

/** The schema at the address where Changesets has its own too: editors find it before anything is installed. */
export const schemaLine = (name: string): string =>
  `# yaml-language-server: $schema=https://unpkg.com/release-policy/schema/${name}.json`;

/** What each key is for, in the file itself. */
const COMMENTS: Readonly<Record<string, string>> = {
  extends: "Keys in this file override those of the preset.",
  packages:
    "Package names, or folders after ./; * matches anything, ! excludes, the last match decides.",
  versions: "The allowed versions. A package below them must reach them with its next release.",
  scheme: "The versioning scheme: semver, or by the calendar.",
  prerelease: "Whether a released version may, or must, be a prerelease.",
  bumps:
    "The bumps that a changeset may declare, and those that a package may receive from dependencies and groups.",
  breaking: "The smallest bump allowed for a breaking change.",
  require: "What each kind of change requires.",
  newPackages: "The track of new packages until a track selects them.",
  planner: "The release command to compute versions for.",
  rules: "Rules on this track: off, warn or error, with options.",
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

/** A preset written in full as a track. */
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

/** What the tags show about a track's packages, in one line; undefined if they show nothing. */
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
  if (steps.length === 0 && prereleases === 0) return undefined;
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
