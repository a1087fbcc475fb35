export { default as assembleReleasePlan2 } from "assemble-release-plan-6";
export { default as parseChangeset2 } from "changesets-parse-0";
export { getDependentsGraph as getDependentsGraph2 } from "get-dependents-graph-2";
export { getPackagesSync as getPackages2 } from "manypkg-get-packages-1";
export { parse as parseConfig2 } from "changesets-config-3";
