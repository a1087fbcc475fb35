import { PRESETS, allowedBumps, tracksOf } from "@release-policy/core";
import { type CompletionItem, CompletionItemKind } from "vscode-languageserver/node";
import type { Judged } from "../../check/options.ts";
import { rules } from "../../policy/rules.ts";

/** What fits behind the cursor: `before` is the text of the file up to it. */
export function completionsAt(
  path: string,
  before: string,
  judged: Judged | undefined,
): CompletionItem[] {
  const lines = before.split("\n");
  if (/^\.changeset\/[^/]+\.md$/.test(path)) return judged ? inFrontMatter(lines, judged) : [];
  return path.startsWith("policies/") ? inPolicy(lines, judged) : [];
}

/** The packages that a changeset can name, then the bumps that the policy allows for the one that it names. */
function inFrontMatter(lines: readonly string[], { facts, policy }: Judged): CompletionItem[] {
  const marks = lines.filter((line) => line.trimEnd() === "---");
  if (marks.length !== 1) return [];
  const [, quoted, bare, typed] =
    /^(?:["']([^"']+)["']|([^"':\s]+)):\s*(\w*)$/.exec(lines.at(-1)!) ?? [];
  const pkg = facts.packages.find(({ name }) => name === (quoted ?? bare));
  if (pkg && typed !== undefined)
    return allowedBumps(facts, policy, pkg, rules)
      .filter(({ allowed }) => allowed)
      .map(({ bump, version, mayBreak }) => ({
        label: bump,
        kind: CompletionItemKind.EnumMember,
        detail: `${pkg.version ?? ""} → ${version ?? "a prerelease"}${mayBreak ? "; may break" : ""}`,
      }));
  const named = new Set(lines.map((line) => /^["']?([^"':]+)["']?:/.exec(line)?.[1]));
  const open = /^(["']?)[^"':]*$/.exec(lines.at(-1)!)?.[1];
  if (open === undefined) return [];
  return facts.packages
    .filter(({ name, skipped }) => !skipped && !named.has(name))
    .map((one) => {
      const [track] = tracksOf(policy, one);
      return {
        label: one.name,
        kind: CompletionItemKind.Module,
        detail: `${one.version ?? ""}${track ? `, track ${track.name}` : ""}`,
        insertText: open === "" ? JSON.stringify(one.name) : one.name,
      };
    });
}

/** Keys whose values are names that the workspace or this tool knows. */
const VALUES: Readonly<Record<string, (judged: Judged | undefined) => CompletionItem[]>> = {
  extends: () => namesAs(CompletionItemKind.Class, Object.keys(PRESETS)),
  rule: () => rulesToComplete(),
  rules: () => rulesToComplete(),
  ...Object.fromEntries(["from", "on", "track", "to"].map((key) => [key, tracksToComplete])),
  ...Object.fromEntries(
    ["package", "packages", "leader", "members"].map((key) => [key, packagesToComplete]),
  ),
};

function inPolicy(lines: readonly string[], judged: Judged | undefined): CompletionItem[] {
  const key = keyAt(lines);
  return key !== undefined && Object.hasOwn(VALUES, key) ? VALUES[key]!(judged) : [];
}

/** The key whose value is being written: in the line, or the one that a list or map is indented under. */
function keyAt(lines: readonly string[]): string | undefined {
  const line = lines.at(-1)!;
  const [, inLine] = /([\w-]+):\s+[^:]*$/.exec(line) ?? [];
  if (inLine !== undefined) return inLine;
  const indent = /^\s*/.exec(line)![0].length;
  const isItem = /^\s*-/.test(line);
  const parent = lines.findLast((one, i) => {
    const [, space, rest] = /^(\s*)(?:- )?[\w"'-]+:(.*)$/.exec(one) ?? [];
    const isAbove = space !== undefined && i < lines.length - 1 && rest!.trim() === "";
    return isAbove && (space.length < indent || (isItem && space.length === indent));
  });
  return parent && /([\w-]+)["']?:\s*$/.exec(parent)?.[1];
}

function rulesToComplete(): CompletionItem[] {
  return rules.map(({ id, summary }) => ({
    label: id,
    kind: CompletionItemKind.Property,
    detail: summary,
  }));
}

function tracksToComplete(judged: Judged | undefined): CompletionItem[] {
  return namesAs(
    CompletionItemKind.EnumMember,
    (judged?.policy.tracks ?? []).map(({ name }) => name),
  );
}

function packagesToComplete(judged: Judged | undefined): CompletionItem[] {
  return (judged?.facts.packages ?? []).map(({ name, version }) => ({
    label: name,
    kind: CompletionItemKind.Module,
    detail: version ?? "",
    insertText: JSON.stringify(name),
  }));
}

const namesAs = (kind: CompletionItemKind, names: readonly string[]): CompletionItem[] =>
  names.map((label) => ({ label, kind }));
