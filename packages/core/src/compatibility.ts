import lt from "semver/functions/lt.js";
import parse from "semver/functions/parse.js";
import subset from "semver/ranges/subset.js";
import type { Compatibility } from "./policy/policy.ts";

/** From the floor of the core's line on: to the end of its major, of its minor, or that version alone. */
export function neededRange(
  version: string | undefined,
  covers: Compatibility["covers"],
  floor: string | undefined,
): string | undefined {
  const core = parse(version);
  if (!core || covers === "exact") return core?.version;
  const { major, minor } = core;
  const [line, end] =
    covers === "minor"
      ? [`${major}.${minor}.0`, `${major}.${minor + 1}.0-0`]
      : [`${major}.0.0`, `${major + 1}.0.0-0`];
  // The policy outlives a major of the core: then the floor is where the new line begins.
  const oldest = floor === undefined ? core.version : lt(floor, line) ? line : floor;
  return `>=${lt(core, oldest) ? core.version : oldest} <${end}`;
}

/** What to write so that the needed range is published. It must take the core of today too: pnpm links nothing else. */
export function specFor(
  needed: string,
  version: string,
  floor: string | undefined,
  today: string | undefined,
): string {
  const isCaretOf = (low: string): boolean =>
    subset(needed, `^${low}`, { includePrerelease: true });
  if (isCaretOf(version)) return "workspace:^";
  const whole = today ?? needed;
  return floor !== undefined && whole === needed && isCaretOf(floor)
    ? `workspace:^${floor}`
    : `workspace:${whole}`;
}
