import type * as z from "zod/mini";
import { closest } from "../closest.ts";
import type { Location } from "../facts.ts";
import type { PolicyFile, Path } from "./file.ts";

/** Something wrong in a policy file. `message` is one sentence without a full stop, `help` what to do. */
export interface Mistake {
  readonly at: Location;
  readonly message: string;
  readonly help?: string;
}

type Issue = z.core.$ZodIssue;

/** zod's issues as mistakes with places. All of them, in the order of the file. */
export function mistakesOf(
  file: PolicyFile,
  issues: readonly Issue[],
  prefix: Path = [],
): Mistake[] {
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
  const meant =
    issue.code === "invalid_value" && typeof issue.input === "string"
      ? closest(issue.input, issue.values.map(String))
      : undefined;
  const message = issue.code === "custom" ? issue.message : `${key} is ${describe(issue.input)}`;
  const help = issue.code === "custom" ? undefined : issue.message;
  return {
    at: file.at(path),
    message,
    ...(meant ? { help: `did you mean ${meant}?` } : help ? { help } : {}),
  };
}

function unknownKey(file: PolicyFile, path: Path, key: string, known: readonly string[]): Mistake {
  const meant = closest(key, known);
  return {
    at: file.keyAt([...path, key]),
    message: `unknown key \`${key}\``,
    help: meant
      ? `did you mean ${meant}?`
      : `known here: ${known.filter((name) => name !== "$schema").join(", ")}`,
  };
}

/**
 * The branch of a union that fits the value's type and best its keys, so that a typo inside it is told and not the
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
