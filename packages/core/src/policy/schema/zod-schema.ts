import * as z from "zod/mini";
import type { Check, Complains, Definition, Schema, Shape } from "./definition.ts";

// One file, read once: a parser that is compiled first costs more than it saves, and needs `eval`.
z.config({ jitless: true });

/** The zod schema of a description: for what is wrong with a value, and for JSON schemas. */
export const zodSchema = <T>({ definition, checks }: Schema<T>): z.ZodMiniType<T> =>
  (zodKind(definition) as z.ZodMiniType<never>).check(
    ...checks.map(zodCheck),
  ) as z.ZodMiniType as z.ZodMiniType<T>;

function zodKind(definition: Definition): z.ZodMiniType {
  switch (definition.kind) {
    case "string":
      return z.string(errorOf(definition));
    case "boolean":
      return z.boolean(errorOf(definition));
    case "int":
      return z.int(errorOf(definition));
    case "unknown":
      return z.unknown();
    case "literal":
      return z.literal(definition.value);
    case "enum":
      return z.enum(definition.values, errorOf(definition));
    case "array":
      return z.array(zodSchema(definition.item), errorOf(definition));
    case "tuple":
      return z.tuple(definition.items.map(zodSchema) as [z.ZodMiniType, ...z.ZodMiniType[]]);
    case "object":
      return zodObject(definition.shape, definition.known);
    case "record":
      return z.record(zodSchema(definition.key), zodSchema(definition.value), errorOf(definition));
    case "union":
      return z.union(definition.options.map(zodSchema), errorOf(definition));
    case "optional": {
      const key = z.optional(zodSchema(definition.inner));
      const { about } = definition;
      if (about !== undefined) z.globalRegistry.add(key, { description: about });
      return key;
    }
    case "default":
      return z._default(zodSchema(definition.inner), definition.value);
  }
}

/** Unknown keys are errors; the issue's message contains the known keys (see mistakes-in.ts). */
function zodObject(shape: Shape, known: readonly string[] | undefined): z.ZodMiniType {
  const schemas = Object.fromEntries(
    Object.entries(shape).map(([key, schema]) => [key, zodSchema(schema)]),
  );
  return known
    ? z.strictObject(schemas, {
        error: (issue) =>
          issue.code === "unrecognized_keys"
            ? known.join(",")
            : "write a mapping of keys to values",
      })
    : z.looseObject(schemas);
}

function zodCheck(check: Check): z.core.$ZodCheck {
  switch (check.kind) {
    case "minLength":
      return z.minLength(check.limit, {
        ...errorOf(check),
        ...(check.abort ? { abort: true } : {}),
      });
    case "maxLength":
      return z.maxLength(check.limit, errorOf(check));
    case "minimum":
      return z.minimum(check.limit, errorOf(check));
    case "maximum":
      return z.maximum(check.limit, errorOf(check));
    case "regex":
      return z.regex(check.pattern, errorOf(check));
    case "refine":
      return z.refine(check.accepts, {
        ...errorOf(check),
        ...(check.path ? { path: [...check.path] } : {}),
      });
    case "describe":
      return z.describe(check.about);
  }
}

const errorOf = ({ error }: Complains) => (error === undefined ? {} : { error });
