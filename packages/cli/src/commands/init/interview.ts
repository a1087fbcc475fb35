import type { Readable, Writable } from "node:stream";
import { confirm, isCancel, note, select } from "@clack/prompts";
import { printable } from "../../formats/escape.ts";
import type { Outcome, Terminal } from "../command.ts";
import { restoreInterrupted } from "../writer.ts";
import { presetsFor } from "./chosen-tracks.ts";
import { type InitOptions, type Initialized, init } from "./init.ts";
import { REPLAY_MILLISECONDS } from "./past.ts";
import { initializedText, pastLines } from "./text.ts";

interface Streams {
  readonly input: Readable;
  readonly output: Writable;
}

/** Asks what each track is, shows the files, and writes them after a yes. */
export async function initInterview(
  options: InitOptions,
  terminal: Terminal,
  streams: Streams,
): Promise<Outcome> {
  await restoreInterrupted("init", options);
  const first = await init(options);
  if (isDone(first)) return done(first, terminal);
  const setApart = options.preset === undefined && (await askApart(first, streams));
  if (setApart === undefined) return CANCELLED;
  const parted = setApart ? await init({ ...options, setApart }) : first;
  const presets = options.preset === undefined ? await choose(parted, streams) : {};
  if (!presets) return CANCELLED;
  const newPackages = await askStart(parted, streams);
  if (newPackages === CANCEL) return CANCELLED;
  const wishes = { ...options, presets, setApart, ...(newPackages ? { newPackages } : {}) };
  const proposal = await init({ ...wishes, replay: REPLAY_MILLISECONDS });
  for (const { path, text, state } of proposal.files) {
    if (state === "proposed")
      note(text.trimEnd().split("\n").map(printable).join("\n"), path, streams);
  }
  const past = pastLines(proposal, terminal);
  if (past.length > 0) note(past.join("\n"), "Past releases", streams);
  const message =
    proposal.script === "added"
      ? "Write these files, and the script release:check into package.json?"
      : "Write these files?";
  const isWanted = await confirm({ message, ...streams });
  if (isCancel(isWanted) || !isWanted) return CANCELLED;
  return done(await init({ ...wishes, write: true }), terminal);
}

/** Asked where packages have names that promise less than their versions; undefined where somebody leaves. */
async function askApart(first: Initialized, streams: Streams): Promise<boolean | undefined> {
  const hazards = first.hazards.map(printable);
  if (hazards.length === 0) return false;
  const names = `${hazards.slice(0, 5).join(", ")}${hazards.length > 5 ? ` and ${hazards.length - 5} more` : ""}`;
  const answer = await confirm({
    message: `Put ${names} on a less mature track? They look like experiments, judging by name or version.`,
    ...streams,
  });
  return isCancel(answer) ? undefined : answer;
}

/** Where new packages start, the least mature track first; undefined where there is one track, or a file that says so. */
async function askStart(
  { tracks, newPackages, files }: Initialized,
  streams: Streams,
): Promise<string | undefined | typeof CANCEL> {
  const isAsked = files.some(({ path }) => path === "policies/workspace.yaml");
  if (newPackages === undefined || !isAsked) return undefined;
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

/** The preset of each track, where one is chosen; undefined where somebody leaves. */
async function choose(
  { tracks }: Initialized,
  streams: Streams,
): Promise<Readonly<Record<string, string>> | undefined> {
  const presets: Record<string, string> = {};
  for (const track of tracks) {
    const { name, members } = track;
    const count = `${members.length} package${members.length === 1 ? "" : "s"}`;
    const answer = await select({
      message: `${name}: ${count}, such as ${printable(members[0]!.name)} ${printable(members[0]!.version ?? "")}`,
      options: [
        { value: "", label: "as proposed", hint: track.about },
        ...presetsFor(track).map((value) => ({ value, label: value })),
      ],
      maxItems: 10,
      ...streams,
    });
    if (isCancel(answer)) return undefined;
    if (answer !== "") presets[name] = answer;
  }
  return presets;
}

const isDone = ({ files, script, guard }: Initialized): boolean =>
  script !== "added" && guard !== "added" && files.every(({ state }) => state === "there");

const done = (result: Initialized, terminal: Terminal): Outcome => ({
  output: initializedText(result, terminal),
  code: 0,
});

const CANCELLED: Outcome = { output: "Nothing was written.\n", code: 2 };
