import type { Package, PastRelease } from "@release-policy/core";
import type { PolicyText } from "./adapters/policy-files.ts";
import { CannotJudge } from "./errors.ts";
import { historyLine } from "./init/history-line.ts";
import { selectorsOf } from "./init/selectors.ts";
import { trackFile } from "./init/track-file.ts";
import type { ProposedTrack } from "./init/proposal.ts";
import { tracksOfVersions } from "./init/tracks-of-versions.ts";

/** The files of the proposed tracks, with comments. */
export function policyFiles(
  tracks: readonly ProposedTrack[],
  history?: readonly PastRelease[],
): readonly PolicyText[] {
  const selectors = selectorsOf(tracks);
  return tracks.map((track, i) => {
    const { extends: preset, ...keys } = track.keys;
    const past = historyLine(track, history);
    const about = [`${track.about}.`, ...(past === undefined ? [] : [past])];
    const head = preset === undefined ? {} : { extends: preset };
    return {
      path: `policies/${track.name}.yaml`,
      text: trackFile(about, { ...head, packages: selectors[i], ...keys }),
    };
  });
}

/** Why nothing can be judged without a policy, with one to start from. */
export function missingPolicy(packages: readonly Package[]): CannotJudge {
  const files = policyFiles(tracksOfVersions({ packages })).map(
    ({ path, text }) => `# ${path}\n${text.replaceAll(/^#.*\n|^\n/gm, "")}\n`,
  );
  return new CannotJudge({
    message: "there is no policy: no folder `policies` with a track in it",
    help:
      files.length > 0
        ? `run release-policy init, or start with these files, which fit the versions of today:\n\n${files.join("\n")}`
        : "no package here is published: there is nothing to judge",
  });
}
