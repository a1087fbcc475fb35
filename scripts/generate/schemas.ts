import { policySchemas } from "@release-policy/core/schemas";
import * as z from "zod/mini";
import { reportSchema } from "../../packages/cli/src/formats/json/json-schema.ts";

const FOLDER = "packages/cli/schema";

/** JSON schemas for editors (the policy files) and for readers of `--format json`. */
export function schemas(): Record<string, string> {
  const all = { ...policySchemas(), report: reportSchema };
  return Object.fromEntries(
    Object.entries(all).map(([name, schema]) => [
      `${FOLDER}/${name}.json`,
      `${JSON.stringify(z.toJSONSchema(schema, { io: "input" }), null, 2)}\n`,
    ]),
  );
}
