const LONGEST = 256;
const MOST = 1000;

/**
 * Why a pattern of a stranger is not matched; undefined where it is. Matchers make regular expressions of patterns, and
 * finders walk to where they lead: what people write stays far below these limits.
 */
export function patternFault(pattern: string): string | undefined {
  if (pattern.length > LONGEST) return `has more than ${LONGEST} characters`;
  if (leadsOut(pattern)) return "can lead out of the workspace";
  const flat = flattened(pattern);
  if (flat === undefined) return "nests or repeats too many groups";
  const parts = flat.split("/");
  if (parts.filter((part) => part === "**").length > 3) return "has more than three `**`";
  if (parts.some((part) => part !== "**" && part.split("*").length > 3))
    return "has more than two `*` between two slashes";
  return undefined;
}

/** Why so many are not matched. */
export const countFault = (count: number): string | undefined =>
  count > MOST ? `has ${count} patterns; ${MOST} are the most that is read` : undefined;

/** Two dots can be put together of groups, too. */
const leadsOut = (pattern: string): boolean =>
  /^!*(?:[/~\\]|[a-z]:)/i.test(pattern) ||
  pattern
    .split("/")
    .some(
      (part) =>
        /^!*\.\.$/.test(part) ||
        (/[{}[\]()\\]/.test(part) &&
          /\..*\./s.test(part) &&
          !/[a-z0-9].*\..*[a-z0-9]\./i.test(part)) ||
        part.includes("\\"),
    ) ||
  /\{[^}]*\.\.[^}]*\}/.test(pattern);

/** Each group as its alternative with the most stars; undefined where there are more groups than people write. */
function flattened(pattern: string): string | undefined {
  // A group that repeats makes matching exponential.
  if (/[+*]\(/.test(pattern)) return undefined;
  let flat = pattern.replaceAll(/\[[^\]]*\]/g, "x");
  for (let groups = 0; /[({]/.test(flat); groups++) {
    if (groups === 4) return undefined;
    const next = flat.replace(/[@!?]?[({]([^(){}]*)[)}]/, (_, inside: string) => mostStars(inside));
    if (next === flat) return undefined;
    flat = next;
  }
  return flat;
}

const mostStars = (inside: string): string => {
  const stars = (text: string): number => text.split("*").length;
  return inside.split(/[,|]/).reduce((most, one) => (stars(one) > stars(most) ? one : most), "");
};
