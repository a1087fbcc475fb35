import { type PlannerDoubt, type Sentence, list, say } from "@release-policy/core/internal";
import type { Planner } from "@release-policy/core/types";

/** What a reader has to know to trust the plan: once, in the first lines of every report. */
export const doubtNotes = ({ doubts = [], ...planner }: Planner): Sentence[] =>
  doubts.map((doubt) => noteOf(doubt, planner));

function noteOf(doubt: PlannerDoubt, { package: name, version, from }: Planner): Sentence {
  switch (doubt.kind) {
    case "patched": {
      const patched = say`this workspace patches ${list(doubt.packages)} with ${doubt.by}`;
      return from === "workspace" && doubt.packages.every((one) => one === name)
        ? say`${patched}: the plan comes from its patched ${name} ${version}, but the causes are computed as published`
        : say`${patched}: the plan comes from the published packages, so the release command may release something else`;
    }
    case "release": {
      const verb = /^\d+\.\d+\.\d+/.test(doubt.pinned) ? "pins" : "allows";
      const plan = say`this workspace ${[verb]} pnpm ${doubt.pinned}, but the plan comes from ${name} ${version}`;
      return doubt.situations
        ? say`${plan}, which differs in these situations: ${list(doubt.situations.map((one) => SITUATIONS[one] ?? one))}`
        : say`${plan}, which may differ (not measured)`;
    }
    case "pre-state":
      return say`${".changeset/pre.json"} was written by Changesets 2: the first ${"changeset version"} of Changesets 3 would release ${list(doubt.changesets)} again, although a prerelease already includes it; run ${"changeset status"} to migrate the state, and commit the result`;
  }
}

const SITUATIONS: Readonly<Record<string, string>> = {
  lead: "epics whose lead is a prerelease of a new major",
  private: "private packages",
};
