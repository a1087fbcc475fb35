import type { PlannerId } from "@release-policy/core";
import { planChangesets } from "./changesets-plan.ts";
import type { Plan, PlanInput } from "./planner-port.ts";

/** The three planners. Changesets 3 is at hand, the others are loaded where they are asked for. */
export async function planWith(id: PlannerId, input: PlanInput): Promise<Plan> {
  switch (id) {
    case "changesets@2":
    case "changesets@3":
      return planChangesets(id === "changesets@2" ? 2 : 3, input);
    case "pnpm": {
      const { planPnpm } = await import("./pnpm-plan.ts");
      return planPnpm(input);
    }
  }
}
