import { expect, test } from "vitest";
import { rules } from "./index.ts";

const FIELDS = [
  "aboutToday",
  "approvable",
  "asksForChangeset",
  "asksParser",
  "beyondPlan",
  "comparesBase",
  "comparesPlan",
  "fixedByVersion",
  "guardsLedger",
  "last",
  "needsOptions",
  "oncePerRelease",
  "readsNodeTable",
  "workspaceOnly",
] as const;

// Other code asks for these fields, never for the id of a rule: each is decided when a rule is added.
test("the rules set the same fields as in fields.txt (`vitest -u` renews it)", async () => {
  const lines = FIELDS.map((field) => {
    const setters = rules.filter((rule) => rule[field] !== undefined);
    return `${field}: ${setters.map((rule) => `${rule.id} ${rule[field]}`).join(", ")}\n`;
  });
  await expect(lines.join("")).toMatchFileSnapshot("fields.txt");
});
