import type { Location } from "@release-policy/core";
import type { LineEdit, Report, ReportedFinding } from "../../report.ts";
import { freePaths } from "./free-paths.ts";
import type { MarkdownLinks } from "./options.ts";
import { block, code, isPlain, link, tooLong } from "./text.ts";

/** The edits that answer a finding: a link to the editor, and the very line to type. Empty where there are none. */
export function editsText(
  { edits = [] }: ReportedFinding,
  report: Report,
  links: MarkdownLinks | undefined,
): string {
  // A line with characters that nobody sees could not be typed.
  if (!edits.every(({ text = "" }) => isPlain(text))) return "";
  return edits.map((edit) => `  \n  ${editText(edit, report, links)}`).join("");
}

function editText(
  { path, line, text = "", inserted }: LineEdit,
  { changesetPaths = [] }: Report,
  links: MarkdownLinks | undefined,
): string {
  if (line === undefined) {
    const free = freePaths(path, changesetPaths)(0);
    const url = links?.create?.(free, text);
    const label = `New file ${code(free)}`;
    const shown = tooLong(url) ? links?.create?.(free, "") : url;
    return `${link(label, shown)} with\n${block("yaml", text.trimEnd(), "  ")}`;
  }
  const label = link(`Edit ${code(path)}`, links?.edit?.(path));
  if (text === "") return `${label}, line ${line} goes`;
  const what = inserted ? `before line ${line} comes` : `line ${line} becomes`;
  return `${label}, ${what}\n${block("yaml", text, "  ")}`;
}

/** The editor of a file that a finding is in; nothing for the policy, which is the base's, and for files that are gone. */
export function editorText(
  { path }: Location,
  { changesetPaths }: Report,
  links: MarkdownLinks | undefined,
): string {
  const gone = /^\.changeset\/.*\.md$/.test(path) && changesetPaths?.includes(path) === false;
  const url = gone || path.startsWith("policies/") ? undefined : links?.edit?.(path);
  return url === undefined ? "" : `  \n  ${link(`Edit ${code(path)}`, url)}`;
}
