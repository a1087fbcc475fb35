import { ENVIRONMENT } from "../../src/app/settings.ts";

/** The settings as a table for people, in the order of the schema. */
export function settingsTable(): string {
  const rows = Object.entries(ENVIRONMENT.shape).map(([name, schema]) => {
    const { description = "" } = schema;
    const standard = schema.safeParse(undefined);
    const preset =
      standard.success && standard.data !== undefined ? `\`${standard.data}\`` : optional(schema);
    return `| \`${name}\` | ${preset} | ${description} |`;
  });
  return ["| Variable | Default | Means |", "| --- | --- | --- |", ...rows].join("\n");
}

const optional = (schema: { isOptional(): boolean }): string =>
  schema.isOptional() ? "" : "required";
