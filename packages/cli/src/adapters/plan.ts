import type { PlannerId } from "@release-policy/core";
import type { Plan, PlanInput } from "./planner-port.ts";

/** The three planners. Each is loaded only where it is asked for. */
export async function planWith(id: PlannerId, input: PlanInput): Promise<Plan> {
  switch (id) {
    case "changesets@2":
    case "changesets@3": {
      const { planChangesets } = await import("./changesets-plan.ts");
      return planChangesets(id === "changesets@2" ? 2 : 3, input);
    }
    case "pnpm": {
      const { planPnpm } = await import("./pnpm-plan.ts");
      return planPnpm(input);
    }
  }
}
