import type { AcceptedFindings } from "@release-policy/core/types";
import { type Document, type YAMLMap, type YAMLSeq, isMap, isSeq, parseDocument } from "yaml";
import { schemaLine } from "../proposed-files.ts";

const HEADER = `${schemaLine("baseline")}
# Findings from before the policy. This list only gets shorter: \`release-policy baseline --prune\` deletes what is fixed.
baseline: []
`;

/** An entry, and where the file has it already, at which index. */
export interface BaselineLine {
  readonly entry: AcceptedFindings;
  readonly index?: number;
}

/** The text of a baseline with these entries: those that it has stay, with their comments, or get another count and date. */
export function baselineText(text: string | undefined, lines: readonly BaselineLine[]): string {
  const doc = parseDocument(text ?? HEADER);
  const old = doc.get("baseline");
  // Comments before the first entry are the list's.
  const list = isSeq(old) ? old : (doc.createNode([]) as YAMLSeq);
  const { items } = list;
  list.items = lines.map(({ entry, index }) =>
    entryNode(doc, entry, index === undefined ? undefined : items[index]),
  );
  list.flow = lines.length === 0;
  if (list.flow) list.commentBefore = null;
  doc.set("baseline", list);
  return text?.trimStart().startsWith("{") === true
    ? `${JSON.stringify(doc.toJSON(), null, 2)}\n`
    : doc.toString({ lineWidth: 0 });
}

/** A line for each new entry, so that branches that delete different ones can be merged. */
function entryNode(doc: Document, entry: AcceptedFindings, known: unknown): YAMLMap {
  const { rule, package: name, file, api, version, count, owner, until } = entry;
  const keys = {
    rule,
    ...(name === undefined ? {} : { package: name }),
    file,
    ...(api === undefined ? {} : { api }),
    ...(version === undefined ? {} : { version }),
    ...(count === 1 ? {} : { count }),
    owner,
    until,
  };
  const node = isMap(known) ? known : (doc.createNode({}, { flow: true }) as YAMLMap);
  for (const [key, value] of Object.entries(keys))
    if (node.get(key) !== value) node.set(key, value);
  if (count === 1) node.delete("count");
  return node;
}
