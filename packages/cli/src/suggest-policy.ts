import type { Package } from "@release-policy/core";
import { CannotJudge } from "./errors.ts";

interface Suggestion {
  readonly track: string;
  readonly lines: readonly string[];
  readonly fits: (version: string) => boolean;
}

const SUGGESTIONS: readonly Suggestion[] = [
  {
    track: "sandbox",
    lines: ["prerelease: { required: [alpha, beta] }"],
    fits: (version) => version.startsWith("0.") && version.includes("-"),
  },
  {
    track: "integrations",
    lines: ['versions: "0.y.z"', "bumps: { declared: [patch, minor] }", "breaking: minor"],
    fits: (version) => version.startsWith("0."),
  },
  { track: "core", lines: ['versions: ">=1.0.0"', "breaking: major"], fits: () => true },
];

/**
 * A first policy that fits the workspace as it is: a track for each maturity that its versions show. The largest
 * takes everything that the others do not name.
 */
export function suggestPolicy(
  packages: readonly Package[],
): readonly { path: string; text: string }[] {
  const published = packages.filter((pkg) => !pkg.private && !pkg.skipped);
  const byTrack = Map.groupBy(published, ({ version = "0.0.0" }) =>
    SUGGESTIONS.find(({ fits }) => fits(version))!,
  );
  const largest = Math.max(...[...byTrack.values()].map((members) => members.length));
  const rest = [...byTrack].find(([, members]) => members.length === largest)?.[0];
  const named = [...byTrack].flatMap(([suggestion, members]) =>
    suggestion === rest ? [] : members.map(({ name }) => `!${name}`),
  );
  return [...byTrack].map(([suggestion, members]) => {
    const selectors = suggestion === rest ? ["*", ...named] : members.map(({ name }) => name);
    return {
      path: `policies/${suggestion.track}.yaml`,
      text: [...packagesKey(selectors), ...suggestion.lines].join("\n"),
    };
  });
}

/** In one line while it is short. */
function packagesKey(selectors: readonly string[]): string[] {
  const texts = selectors.map((text) => JSON.stringify(text));
  const line = `packages: [${texts.join(", ")}]`;
  return line.length <= 100 ? [line] : ["packages:", ...texts.map((text) => `  - ${text}`)];
}

/** Why nothing can be judged without a policy, with one to start from. */
export function missingPolicy(packages: readonly Package[]): CannotJudge {
  const files = suggestPolicy(packages).map(({ path, text }) => `# ${path}\n${text}\n`);
  return new CannotJudge({
    message: "there is no policy: no folder `policies` with a track in it",
    help:
      files.length > 0
        ? `start with these files, which fit the versions of today:\n\n${files.join("\n")}`
        : "no package here is published: there is nothing to judge",
  });
}
