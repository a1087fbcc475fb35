import type { Readable, Writable } from "node:stream";
import { confirm, intro, isCancel, note, select } from "@clack/prompts";
import { PRESETS } from "@release-policy/core";
import { printable } from "../../formats/escape.ts";
import type { Outcome, Terminal } from "../command.ts";
import { restoreInterrupted } from "../writer.ts";
import { presetsFor } from "./chosen-tracks.ts";
import { type InitOptions, type Initialized, init } from "./init.ts";
import { REPLAY_MILLISECONDS } from "./past.ts";
import { initializedText, isUnchanged, pastLines } from "./text.ts";

interface Streams {
  readonly input: Readable;
  readonly output: Writable;
}

/** Shows the tracks, asks for confirmation and for the track of new packages, and writes the files. */
export async function initInterview(
  options: InitOptions,
  terminal: Terminal,
  streams: Streams,
): Promise<Outcome> {
  await restoreInterrupted("init", options);
  const first = await init(options);
  if (isUnchanged(first)) return done(first, terminal);
  intro("release-policy init", streams);
  const setApart = options.preset === undefined && (await askApart(first, streams));
  if (setApart === undefined) return CANCELLED;
  const parted = setApart ? await init({ ...options, setApart }) : first;
  note(proposedLines(parted.tracks).join("\n"), trackTitle(parted.tracks), streams);
  const presets = options.preset === undefined ? await askPresets(parted, streams) : {};
  if (!presets) return CANCELLED;
  const newPackages = await askStart(parted, streams);
  if (newPackages === CANCEL) return CANCELLED;
  const wishes = { ...options, presets, setApart, ...(newPackages ? { newPackages } : {}) };
  const proposal = await init({ ...wishes, replay: REPLAY_MILLISECONDS });
  terminal.progress?.("");
  const past = pastLines(proposal, { color: false, width: terminal.width - FRAME });
  if (past.length > 0) note(past.join("\n"), "Past releases", streams);
  if (!(await askWrite(proposal, streams))) return CANCELLED;
  return done(await init({ ...wishes, write: true }), terminal);
}

/** Columns that the frame of a note takes. */
const FRAME = 7;

const trackTitle = ({ length }: Initialized["tracks"]): string =>
  length === 1 ? "1 track fits your versions" : `${length} tracks fit your versions`;

/** Each track with its rules in a line, and a few of its packages in another. */
function proposedLines(tracks: Initialized["tracks"]): readonly string[] {
  const width = Math.max(...tracks.map(({ name }) => name.length)) + 2;
  return tracks.flatMap(({ name, about, members }) => {
    const shown = members.slice(0, 2).map((pkg) => printable(`${pkg.name} ${pkg.version ?? ""}`));
    const more = members.length > 2 ? ` and ${members.length - 2} more` : "";
    return [`${name.padEnd(width)}${about}`, `${" ".repeat(width)}${shown.join(", ")}${more}`];
  });
}

/** Shows the files on request before writing. False if cancelled. */
async function askWrite({ files, script }: Initialized, streams: Streams): Promise<boolean> {
  const proposed = files.filter(({ state }) => state === "proposed");
  const what = proposed.length === 1 ? "this file" : `these ${proposed.length} files`;
  const message =
    script === "added"
      ? `Write ${what}, and the script release:check into package.json?`
      : `Write ${what}?`;
  const show = { value: "show", label: "Show the files first" } as const;
  let others: readonly (typeof show)[] = [show];
  for (;;) {
    const answer = await select({
      message,
      options: [{ value: "write", label: "Yes" }, ...others, { value: "leave", label: "No" }],
      ...streams,
    });
    if (answer !== "show") return answer === "write";
    others = [];
    for (const { path, text } of proposed)
      note(text.trimEnd().split("\n").map(printable).join("\n"), path, streams);
  }
}

/** Asked if names look experimental despite their versions; undefined if cancelled. */
async function askApart(first: Initialized, streams: Streams): Promise<boolean | undefined> {
  const hazards = first.hazards.map(printable);
  if (hazards.length === 0) return false;
  const names = `${hazards.slice(0, 5).join(", ")}${hazards.length > 5 ? ` and ${hazards.length - 5} more` : ""}`;
  const answer = await confirm({
    message:
      hazards.length === 1
        ? `${names} looks like an experiment, by its name or version. Put it on a less mature track?`
        : `${names} look like experiments, by their names or versions. Put them on a less mature track?`,
    ...streams,
  });
  return isCancel(answer) ? undefined : answer;
}

/** The track for new packages, the least mature first; undefined with one track or an existing setting. */
async function askStart(
  { tracks, newPackages, files }: Initialized,
  streams: Streams,
): Promise<string | undefined | typeof CANCEL> {
  const asksAboutNew = files.some(({ path }) => path === "policies/workspace.yaml");
  if (newPackages === undefined || !asksAboutNew) return undefined;
  const others = tracks.filter(({ name }) => name !== newPackages);
  const answer = await select({
    message: "New packages start on",
    options: [newPackages, ...others.map(({ name }) => name)].map((value) => ({
      value,
      label: value,
    })),
    ...streams,
  });
  return isCancel(answer) ? CANCEL : answer;
}

const CANCEL = Symbol("cancel");

/** The preset of each track, if chosen; undefined if cancelled. */
async function askPresets(
  { tracks }: Initialized,
  streams: Streams,
): Promise<Readonly<Record<string, string>> | undefined> {
  const isAdjusted = await select({
    message: tracks.length === 1 ? "Use this track?" : "Use these tracks?",
    options: [
      { value: false, label: "Yes" },
      { value: true, label: "Choose presets", hint: "the rules of Ory, Dagster, Kubernetes, …" },
    ],
    ...streams,
  });
  if (isCancel(isAdjusted)) return undefined;
  const presets: Record<string, string> = {};
  for (const track of isAdjusted ? tracks : []) {
    const answer = await select({
      message: track.name,
      options: [
        { value: "", label: "as proposed", hint: track.about },
        ...presetsFor(track).map((value) => ({
          value,
          label: value,
          hint: PRESETS[value]!.about.replace(/\.$/, ""),
        })),
      ],
      maxItems: 10,
      ...streams,
    });
    if (isCancel(answer)) return undefined;
    if (answer !== "") presets[track.name] = answer;
  }
  return presets;
}

const done = (result: Initialized, terminal: Terminal): Outcome => ({
  output: initializedText(result, terminal),
  code: 0,
});

const CANCELLED: Outcome = { output: "Nothing was written.\n", code: 2 };
