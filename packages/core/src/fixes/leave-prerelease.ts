import { type Edit, type Remedies, isSamePlace } from "../judge/edit.ts";
import { say } from "../sentence.ts";
import { prereleaseOf } from "../versions/bump.ts";
import { offLane } from "./lower-release.ts";

/** What makes a prerelease: pre mode, where the finding is about that; under pnpm, only a lane. */
export const leavePrerelease: Remedies = ({ package: name, at }, { pre, releaseOf, planner }) => {
  if (pre) return pre.mode === "pre" && isSamePlace(pre.at, at) ? [[EXIT]] : [];
  const isPrerelease = prereleaseOf(releaseOf(name ?? "")?.to ?? "") !== undefined;
  return planner.id === "pnpm" && isPrerelease ? [[offLane(name!)]] : [];
};

const EXIT: Edit = {
  kind: "set",
  path: ".changeset/pre.json",
  keys: ["mode"],
  value: "exit",
  say: say`run ${"pnpm changeset pre exit"}`,
};
