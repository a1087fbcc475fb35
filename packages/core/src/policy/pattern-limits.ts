/** Of a pattern, a selector or a path in a policy. */
export const LONGEST_PATTERN = 256;
/** In one list. */
export const MOST_PATTERNS = 1000;
/** Each is matched with every file of a commit. */
export const MOST_GUIDE_GLOBS = 20;

/**
 * Why an untrusted pattern is not matched; undefined if it is. Matchers turn patterns into regular expressions, and
 * package discovery walks the file system: realistic patterns stay far below these limits.
 */
export function patternFault(pattern: string): string | undefined {
  if (pattern.length > LONGEST_PATTERN) return `has more than ${LONGEST_PATTERN} characters`;
  if (leadsOut(pattern)) return "can match outside the workspace";
  const flat = flattened(pattern);
  if (flat === undefined) return "nests or repeats too many groups";
  const parts = flat.split("/");
  if (parts.filter((part) => part === "**").length > 3) return "has more than three `**`";
  if (parts.some((part) => part !== "**" && part.split("*").length > 3))
    return "has more than two `*` between two slashes";
  return undefined;
}

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

/** Each group as its alternative with the most stars; undefined if there are unrealistically many groups. */
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
