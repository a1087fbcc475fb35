import type { Declaration } from "@release-policy/core/types";
import { declarationsOf, textWithoutTrailers } from "./adapters/declarations.ts";

/** What the text of a changeset says to people, and what it declares. */
export interface Declared {
  /** The text without the trailers that declare something. */
  readonly text: string;
  readonly declarations: readonly Declaration[];
  /** Those of the trailers alone, which the text does not say any more. */
  readonly trailers: readonly Declaration[];
}

/** Reads the text of a changeset below its front matter, as the rules read it. Never throws. */
export async function declared(summary: string): Promise<Declared> {
  const normal = summary.replaceAll(/\r\n?/g, "\n").trim();
  const { declarations } = await declarationsOf("", { summary: normal, summaryLine: 1 });
  const text = await textWithoutTrailers(normal);
  const kept = new Set(
    (await declarationsOf("", { summary: text, summaryLine: 1 })).declarations.map(keyOf),
  );
  return {
    text,
    declarations,
    trailers: declarations.filter((declaration) => !kept.has(keyOf(declaration))),
  };
}

const keyOf = ({ kind, value, at }: Declaration): string => `${kind} ${at.line} ${value}`;
