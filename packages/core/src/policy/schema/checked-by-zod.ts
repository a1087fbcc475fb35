import type * as z from "zod/mini";
import type { Path, PolicyFile } from "../file.ts";
import { type Mistake, closest } from "../mistakes.ts";
import type { Schema } from "./definition.ts";
import { zodSchema } from "./zod-schema.ts";

/** A value of a policy file. */
export interface WrittenValue {
  readonly value: unknown;
  readonly file: PolicyFile;
  readonly path: Path;
}

/** As `checked`, with zod. */
export function checkedByZod<T>(
  schema: Schema<T>,
  { value, file, path }: WrittenValue,
  mistakes: Mistake[],
): T | undefined {
  const result = zodSchema(schema).safeParse(value, { reportInput: true });
  if (!result.success) mistakes.push(...mistakesOf(file, result.error.issues, path));
  return result.data;
}

type Issue = z.core.$ZodIssue;

/** zod's issues as mistakes with places. All of them, in the order of the file. */
function mistakesOf(file: PolicyFile, issues: readonly Issue[], prefix: Path = []): Mistake[] {
  return issues.flatMap((issue) => {
    const path = [...prefix, ...issue.path.map((key) => (typeof key === "symbol" ? "" : key))];
    if (issue.code === "invalid_union") {
      const branch = likeliestBranch(issue.errors);
      if (branch) return mistakesOf(file, branch, path);
    }
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => unknownKey(file, path, key, issue.message.split(",")));
    }
    if (issue.code === "invalid_key") {
      return issue.issues.map(({ message }) => ({ at: file.keyAt(path), message }));
    }
    return [atValue(file, path, issue)];
  });
}

function atValue(file: PolicyFile, path: Path, issue: Issue): Mistake {
  const key = path.length > 0 ? `\`${path.join(".")}\`` : "the file";
  if (!file.has(path)) {
    return { at: file.at(path), message: `${key} is missing`, help: issue.message };
  }
  const suggestion =
    typeof issue.input === "string" ? closest(issue.input, valuesOf(issue)) : undefined;
  const message = issue.code === "custom" ? issue.message : `${key} is ${describe(issue.input)}`;
  const help = issue.code === "custom" ? undefined : issue.message;
  return {
    at: file.at(path),
    message,
    ...(suggestion ? { help: `did you mean ${suggestion}?` } : help ? { help } : {}),
  };
}

/** The allowed words. */
function valuesOf(issue: Issue): string[] {
  if (issue.code === "invalid_union") return issue.errors.flat().flatMap(valuesOf);
  return issue.code === "invalid_value" ? issue.values.map(String) : [];
}

function unknownKey(file: PolicyFile, path: Path, key: string, known: readonly string[]): Mistake {
  const suggestion = closest(key, known);
  return {
    at: file.keyAt([...path, key]),
    message: `unknown key \`${key}\``,
    help: suggestion
      ? `did you mean ${suggestion}?`
      : `expected one of ${known.filter((name) => name !== "$schema").join(", ")}`,
  };
}

/**
 * The branch of a union that fits the value's type and best its keys, so that a typo inside it is reported and not the
 * whole union.
 */
function likeliestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const fitting = branches.filter((issues) =>
    issues.every((issue) => issue.path.length > 0 || issue.code === "unrecognized_keys"),
  );
  const cost = (issues: readonly Issue[]) => issues.length - misspelt(issues);
  return fitting.toSorted((a, b) => cost(a) - cost(b))[0];
}

/** How many unknown keys are nearly known ones. */
const misspelt = (issues: readonly Issue[]): number =>
  issues
    .flatMap((issue) => (issue.code === "unrecognized_keys" ? [issue] : []))
    .flatMap(({ keys, message }) => keys.filter((key) => closest(key, message.split(",")))).length;

function describe(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "a mapping";
  if (typeof value === "string") return value === "" ? "empty" : `"${value.slice(0, 40)}"`;
  return `the ${typeof value} ${JSON.stringify(value)}`;
}
