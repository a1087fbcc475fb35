import type { Readable, Writable } from "node:stream";
import {
  autocompleteMultiselect,
  confirm,
  isCancel,
  log,
  multiselect,
  note,
  select,
  text,
} from "@clack/prompts";
import type { AllowedBump } from "@release-policy/core/types";
import { isOver } from "@release-policy/core";
import { CannotJudge } from "../../errors.ts";
import { printable } from "../../formats/escape.ts";
import { wrapped } from "../../formats/style.ts";
import { apiSummary } from "../../formats/verdict-text.ts";
import type { Outcome, Terminal } from "../command.ts";
import { restoreInterrupted } from "../writer.ts";
import { type AddOptions, type Addable, add, addable } from "./add.ts";
import { ANSWERS, type Answer, addedText, changesetMessage } from "./text.ts";

interface Streams {
  readonly input: Readable;
  readonly output: Writable;
}

type Context = Omit<AddOptions, "bumps" | "message" | "dryRun"> & { readonly since?: string };

/** Asks for packages, for one of the bumps that each may have, and for what there is to say; writes after a yes. */
export async function addInterview(
  options: Context,
  terminal: Terminal,
  streams: Streams,
): Promise<Outcome> {
  await restoreInterrupted("add", options);
  const packages = await choosePackages(await addable(options), streams);
  if (!packages) return CANCELLED;
  const bumps: Record<string, AllowedBump["bump"]> = {};
  for (const one of packages) {
    const bump = await chooseBump(one, terminal, streams);
    if (bump === undefined) return CANCELLED;
    bumps[one.package] = bump;
  }
  const message = await askMessage(packages, bumps, streams);
  if (message === undefined) return CANCELLED;
  const judged = await add({ ...options, bumps, message, dryRun: true });
  if (judged.findings.some(({ level }) => level === "error"))
    return { output: addedText(judged, terminal), code: 1 };
  note(judged.text.trimEnd().split("\n").map(printable).join("\n"), "The changeset", streams);
  const isWanted = await confirm({ message: "Write it?", ...streams });
  if (isCancel(isWanted) || !isWanted) return CANCELLED;
  const added = await add({ ...options, bumps, message });
  return { output: addedText(added, terminal), code: added.failure ? 1 : 0 };
}

const CANCELLED: Outcome = { output: "Nothing was written.\n", code: 2 };

async function choosePackages(
  all: readonly Addable[],
  streams: Streams,
): Promise<readonly Addable[] | undefined> {
  if (all.length === 0) {
    throw new CannotJudge({
      message: "the release command does not release any package of this workspace",
    });
  }
  const width = Math.max(...all.map((one) => rowName(one).length));
  const answer = await autocompleteMultiselect({
    message: "Which packages does the change affect?",
    options: all.map((one) => ({
      value: one.package,
      label: [rowName(one).padEnd(width), one.track ?? "no track", one.changed ? "changed" : ""]
        .join("  ")
        .trimEnd(),
    })),
    filter: (search, { value }) => packagesFor(all, search.toLowerCase()).has(value),
    required: true,
    maxItems: 10,
    ...streams,
  });
  if (isCancel(answer)) return undefined;
  const chosen = all.filter((one) => answer.includes(one.package));
  log.message(chosen.map((one) => printable(one.package)).join(", "), streams);
  return chosen;
}

const rowName = ({ package: name, version }: Addable): string => printable(`${name} ${version}`);

/** The packages with a matching name, or else those on a track with a matching name. */
function packagesFor(all: readonly Addable[], search: string): ReadonlySet<string> {
  const named = all.filter((one) => one.package.toLowerCase().includes(search));
  const found = named.length > 0 ? named : all.filter(({ track }) => track?.includes(search));
  return new Set(found.map((one) => one.package));
}

/** Columns that a prompt takes at the left of each line. */
const GUTTER = 3;

/** Undefined if cancelled. Throws `CannotJudge` if the track allows none. */
async function chooseBump(
  { package: name, version, track, bumps, api }: Addable,
  terminal: Terminal,
  streams: Streams,
): Promise<AllowedBump["bump"] | undefined> {
  const allowed = bumps.filter((one) => one.allowed);
  if (allowed.length === 0) {
    throw new CannotJudge({
      message: `${name} cannot be released now: the policy allows no bump`,
      help: `run release-policy allowed ${name} to see why`,
    });
  }
  for (const { bump, findings } of bumps.filter((one) => !one.allowed))
    log.info(
      wrapped(
        [`${bump} is not allowed: `, ...findings[0]!.message],
        { color: false, width: terminal.width - GUTTER },
        0,
      ),
      streams,
    );
  if (api) log.info(printable(`API since ${api.against}: ${apiSummary(api)}`), streams);
  // The least that fits what changed in its API comes first.
  const proposed = api && allowed.find(({ bump }) => !isOver(api.least, bump))?.bump;
  const answer = await select({
    ...(proposed ? { initialValue: proposed } : {}),
    message: printable(`${name} ${version}${track === undefined ? "" : `, track ${track}`}`),
    options: allowed.map(({ bump, version: to, mayBreak }) => ({
      value: bump,
      label: bump,
      hint: `${to ?? "a prerelease"}${mayBreak ? "; may break" : ""}`,
    })),
    ...streams,
  });
  return isCancel(answer) ? undefined : answer;
}

async function askMessage(
  packages: readonly Addable[],
  bumps: Readonly<Record<string, AllowedBump["bump"]>>,
  streams: Streams,
): Promise<string | undefined> {
  const summary = await text({
    message: "What should users know? This becomes the changelog entry",
    validate: (value) => (value?.trim() ? undefined : "a changeset needs a summary"),
    ...streams,
  });
  if (isCancel(summary)) return undefined;
  const mayBreak = packages.some(({ package: name, bumps: all }) =>
    all.some((one) => one.mayBreak && one.bump === bumps[name]),
  );
  const kinds = await multiselect({
    message: "Does it do any of these? Press Space to select, Enter if none",
    options: [
      ...(mayBreak ? [{ value: "breaking" as const, label: "breaks users" }] : []),
      { value: "deprecates" as const, label: "deprecates something" },
      { value: "removes" as const, label: "removes something deprecated" },
      { value: "security" as const, label: "fixes a security vulnerability" },
      { value: "migration" as const, label: "needs a migration" },
    ],
    required: false,
    ...streams,
  });
  if (isCancel(kinds)) return undefined;
  const wantsGuide =
    kinds.includes("breaking") &&
    packages.some(({ evidence }) =>
      evidence.some(({ form }) => form.some((one) => one.startsWith("Upgrade-guide"))),
    );
  const answers: Partial<Record<Answer, string>> = {};
  for (const kind of [...kinds, ...(wantsGuide ? ["guide" as const] : [])]) {
    const answer = await text({
      message: ANSWERS[kind].asks,
      validate: (value) => (value?.trim() ? undefined : "enter a text"),
      ...streams,
    });
    if (isCancel(answer)) return undefined;
    answers[kind] = answer.trim();
  }
  return changesetMessage(summary.trim(), answers);
}
