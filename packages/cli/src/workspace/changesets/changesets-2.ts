export { default as assembleReleasePlan2 } from "assemble-release-plan-6";
export { getDependentsGraph as getDependentsGraph2 } from "get-dependents-graph-2";
export { parse as parseConfig2 } from "changesets-config-3";
