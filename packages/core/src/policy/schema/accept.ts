import type { Check, Definition, Schema, Shape } from "./definition.ts";

/** Says that zod has to look at a value: it names what is wrong. */
export const REFUSED = Symbol("refused");

/** What zod would read of a value by a schema; `REFUSED` if it would find something wrong. */
export function accept<T>(schema: Schema<T>, value: unknown): T | typeof REFUSED {
  const read = acceptKind(schema.definition, value);
  return read === REFUSED || schema.checks.some((check) => !passes(check, read as never))
    ? REFUSED
    : (read as T);
}

function acceptKind(definition: Definition, value: unknown): unknown {
  switch (definition.kind) {
    case "string":
    case "boolean":
      return typeof value === definition.kind ? value : REFUSED;
    case "int":
      return Number.isSafeInteger(value) ? value : REFUSED;
    case "unknown":
      return value;
    case "literal":
      return value === definition.value ? value : REFUSED;
    case "enum":
      return definition.values.includes(value as string) ? value : REFUSED;
    case "array":
      return Array.isArray(value) ? acceptItems(value, () => definition.item) : REFUSED;
    case "tuple": {
      const { items } = definition;
      return Array.isArray(value) && value.length === items.length
        ? acceptItems(value, (i) => items[i]!)
        : REFUSED;
    }
    case "object":
      return isPlain(value) ? acceptObject(definition.shape, value, !definition.known) : REFUSED;
    case "record":
      return isPlain(value) ? acceptRecord(definition.key, definition.value, value) : REFUSED;
    case "union":
      return acceptUnion(definition.options, value);
    case "optional":
      return value === undefined ? value : accept(definition.inner, value);
    case "default":
      return value === undefined ? definition.value : accept(definition.inner, value);
  }
}

function acceptItems(
  values: readonly unknown[],
  schemaOf: (index: number) => Schema<unknown>,
): unknown {
  const items: unknown[] = [];
  for (let i = 0; i < values.length; i++) {
    const item = accept(schemaOf(i), values[i]);
    if (item === REFUSED) return REFUSED;
    items.push(item);
  }
  return items;
}

function acceptObject(
  shape: Shape,
  value: Readonly<Record<string, unknown>>,
  keepsOthers: boolean,
): unknown {
  const object: Record<string, unknown> = {};
  for (const key of Object.keys(shape)) {
    const isThere = Object.hasOwn(value, key);
    const read = accept(shape[key]!, isThere ? value[key] : undefined);
    if (read === REFUSED) return REFUSED;
    if (isThere || read !== undefined) object[key] = read;
  }
  for (const key of Object.keys(value)) {
    if (Object.hasOwn(shape, key)) continue;
    if (!keepsOthers) return REFUSED;
    object[key] = value[key];
  }
  return object;
}

function acceptRecord(
  keys: Schema<string>,
  values: Schema<unknown>,
  value: Readonly<Record<string, unknown>>,
): unknown {
  const record: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const read = accept(keys, key) === REFUSED ? REFUSED : accept(values, value[key]);
    if (read === REFUSED) return REFUSED;
    record[key] = read;
  }
  return record;
}

function acceptUnion(options: readonly Schema<unknown>[], value: unknown): unknown {
  for (const option of options) {
    const read = accept(option, value);
    if (read !== REFUSED) return read;
  }
  return REFUSED;
}

/** Without a key that sets a prototype, which zod leaves out. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    (prototype === Object.prototype || prototype === null) && !Object.hasOwn(value, "__proto__")
  );
}

function passes(check: Check, value: never): boolean {
  switch (check.kind) {
    case "minLength":
      return (value as string).length >= check.limit;
    case "maxLength":
      return (value as string).length <= check.limit;
    case "minimum":
      return value >= check.limit;
    case "maximum":
      return value <= check.limit;
    case "regex":
      return check.pattern.test(value);
    case "refine":
      return check.accepts(value);
    case "describe":
      return true;
  }
}
