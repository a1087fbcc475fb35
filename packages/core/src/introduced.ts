import type { Finding } from "./finding.ts";
import { plain } from "./sentence.ts";

/**
 * Splits the findings of a change into those that it introduces and those that its base has already. The
 * same rule saying the same sentence about the same file is the same finding; a version that got worse is
 * another sentence.
 */
export function splitIntroduced(
  head: readonly Finding[],
  base: readonly Finding[],
): { readonly introduced: readonly Finding[]; readonly pending: readonly Finding[] } {
  const known = new Set(base.map(identityOf));
  const introduced = head.filter((finding) => !known.has(identityOf(finding)));
  return { introduced, pending: head.filter((finding) => known.has(identityOf(finding))) };
}

const identityOf = ({ rule, at, message }: Finding): string =>
  [rule, at.path, plain(message)].join("\0");
