import { jsonLines, printable } from "../../formats/escape.ts";
import { sentenceText } from "../../formats/json/json.ts";
import { type Style, paint } from "../../formats/style.ts";
import { FORMAT, formatOf, refuseArguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { writerOptions } from "../recovery-text.ts";
import { SOURCE_OPTIONS, sourceOptions } from "../source-options.ts";
import { type Ledger, type LedgerEntry, deprecations } from "./deprecations.ts";

const { branch: _, ...options } = SOURCE_OPTIONS;

export const deprecationsCommand: Command = {
  usage: "release-policy deprecations [options]",
  about:
    "list deprecated APIs, their removal dates and what the pending changesets and API reports add",
  examples: [
    ["release-policy deprecations", "list what is deprecated"],
    ["release-policy deprecations --write", "update policies/deprecations.yaml"],
    [
      "release-policy deprecations --npm",
      "the npm commands for packages and release lines that have ended",
    ],
  ],
  options: {
    write: { about: "write the changes to policies/deprecations.yaml" },
    npm: { about: "print the npm deprecate commands that the policy requires (runs none of them)" },
    format: FORMAT,
    ...options,
  },

  async run({ values, positionals }, terminal) {
    refuseArguments("deprecations", positionals);
    const format = formatOf(values);
    const write = values["write"] === true;
    const ledger = await deprecations({
      ...sourceOptions(values),
      ...writerOptions(terminal),
      write,
    });
    if (format === "json") {
      const notes = ledger.notes.map(sentenceText);
      return { output: jsonLines({ ...ledger, notes }), code: 0 };
    }
    if (values["npm"] === true)
      return { output: (await import("./npm-commands.ts")).npmCommands(ledger), code: 0 };
    return { output: ledgerText(ledger, terminal), code: 0 };
  },
};

/** The ledger of deprecations for people. Ends with a line break. */
export function ledgerText({ path, packages, written }: Ledger, style: Style): string {
  const lines = packages.flatMap(({ name, version = "gone", next, entries }) => {
    const width = Math.max(...entries.map(({ api }) => apiName(api).length));
    return [
      `${paint(style, "bold", name)}  ${printable(next === undefined ? version : `${version} → ${next}`)}`,
      ...entries.map(
        (entry) =>
          `${MARKS[entry.change ?? "none"]} ${STATES[entry.state].padEnd(11)}  ${paint(style, "cyan", apiName(entry.api).padEnd(width))}  ${printable(storyOf(entry))}`,
      ),
      "",
    ];
  });
  const entries = packages.flatMap((pkg) => pkg.entries);
  return `${[...lines, ledgerSummary(path, entries, written)].join("\n")}\n`;
}

/** The first column shows the effect of pending changesets. */
const MARKS = { none: " ", added: "+", removed: "-", moved: "~" } as const;
const STATES = { active: "active", removed: "removed", rolledBack: "rolled back" } as const;

const apiName = (api: string): string => printable(api === "*" ? "the whole package" : api);

function storyOf({ deprecatedIn, since, state, removedIn, ...entry }: LedgerEntry): string {
  const { announcedRemoval, replacement } = entry;
  const day = since === undefined ? "" : ` (${since})`;
  return [
    ...(state === "removed" && removedIn !== undefined ? [`in ${removedIn}`] : []),
    `deprecated in ${deprecatedIn}${day}`,
    ...(state === "active" && announcedRemoval !== undefined
      ? [`to be removed in ${announcedRemoval}`]
      : []),
    ...(typeof replacement === "string" ? [`use ${replacement}`] : []),
    ...(replacement === false ? ["no replacement"] : []),
  ].join(", ");
}

function ledgerSummary(path: string, entries: readonly LedgerEntry[], written: boolean): string {
  const pending = entries.filter(({ change }) => change !== undefined).length;
  const count = `${entries.length - added(entries)} ${entries.length - added(entries) === 1 ? "entry" : "entries"}`;
  if (written) return `${path}: ${pending} written`;
  if (pending === 0) return `${path}: ${count}, unchanged by the pending changesets`;
  return `${path}: ${count}; the pending changesets add or change ${pending}\nrun release-policy deprecations --write to record them`;
}

const added = (entries: readonly LedgerEntry[]): number =>
  entries.filter(({ change }) => change === "added").length;
