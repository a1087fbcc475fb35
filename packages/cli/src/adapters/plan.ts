import type { PlannerId } from "@release-policy/core";
import { planChangesets } from "./changesets-plan.ts";
import type { PlannerAdapter } from "./planner-port.ts";

/** The three planners. Changesets 3 is at hand, the others are loaded where they are asked for. */
export const planners: Readonly<Record<PlannerId, PlannerAdapter>> = {
  "changesets@2": (input) => planChangesets(2, input),
  "changesets@3": (input) => planChangesets(3, input),
  pnpm: async (input) => (await import("./pnpm-plan.ts")).planPnpm(input),
};
