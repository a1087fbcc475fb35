import type { Location } from "../../facts/location.ts";
import type { Path, PolicyFile } from "../file.ts";
import { type Mistake, closest } from "../mistakes.ts";
import type { KnownRule } from "../policy.ts";
import type { RuleId } from "../rule-ids.ts";
import { checked } from "../schema/checked.ts";
import { checkedByZod } from "../schema/checked-by-zod.ts";
import { type TestCaseFile, testCaseSchema } from "../schema/tests.ts";

/** A finding that a policy test expects: a rule, a package, and optionally a level. */
export interface Expected {
  readonly rule: RuleId;
  readonly package?: string | undefined;
  readonly level?: "error" | "warn" | undefined;
}

/** A small workspace, and what the policy says of it. */
export interface PolicyTestCase extends Omit<TestCaseFile, "expect"> {
  /** Undefined if nothing is written yet. */
  readonly expect?: readonly Expected[];
  /** Keys to the case in its file. */
  readonly path: Path;
  /** Of its name. */
  readonly at: Location;
  /** Of what it expects. */
  readonly expectAt: Location;
}

/** The cases of a file of `policies/tests`. Every mistake is added to `mistakes`; a case with one is left out. */
export function readTests(
  file: PolicyFile,
  rules: readonly KnownRule[],
  mistakes: Mistake[],
): readonly PolicyTestCase[] {
  const cases = Array.isArray(file.data) ? file.data : [file.data];
  if (cases.length === 0) mistakes.push({ at: file.at([]), message: "no test case in this file" });
  return cases.flatMap((data, i): PolicyTestCase[] => {
    const path = Array.isArray(file.data) ? [i] : [];
    const written = { value: data, file, path };
    const testCase = checked(testCaseSchema(), written, mistakes, () => checkedByZod);
    if (!testCase) return [];
    const wrong = testFaults(file, path, testCase, rules);
    mistakes.push(...wrong);
    if (wrong.length > 0) return [];
    const { expect, ...given } = testCase;
    const places = { path, at: file.at([...path, "name"]), expectAt: file.at([...path, "expect"]) };
    return [{ ...given, ...(expect ? { expect: expect.map(expectedFinding) } : {}), ...places }];
  });
}

/** `version-inside-track @acme/core`. A name of no rule is a mistake of the case. */
function expectedFinding(written: NonNullable<TestCaseFile["expect"]>[number]): Expected {
  if (typeof written !== "string") return written;
  const [rule = "", name] = written.trim().split(/\s+/);
  return { rule: rule as RuleId, ...(name === undefined ? {} : { package: name }) };
}

function testFaults(
  file: PolicyFile,
  path: Path,
  { packages, changesets = {}, expect = [] }: TestCaseFile,
  rules: readonly KnownRule[],
): Mistake[] {
  const ids = Object.keys(changesets).filter((id) => !/^[\w-][\w.-]*$/.test(id));
  const names = Object.keys(packages);
  const folders = names.map((name) => testFolder(name, packages[name]!));
  return [
    ...ids.map((id) => ({
      at: file.keyAt([...path, "changesets", id]),
      message: `\`${id}\` is not a valid changeset id`,
      help: "use letters, digits and dashes",
    })),
    ...names.flatMap((name, i): Mistake[] => {
      const at = file.keyAt([...path, "packages", name]);
      if (!/^(?:@[\w.~-]+\/)?[\w~][\w.~-]*$/.test(name)) {
        return [{ at, message: `\`${name}\` is not a valid package name` }];
      }
      const other = names[folders.indexOf(folders[i]!)]!;
      const message = `${name} and ${other} are both in the folder ${folders[i]}`;
      return other === name ? [] : [{ at, message, help: "give one of them another `dir`" }];
    }),
    ...expect.flatMap((one, i) =>
      expectFaults(expectedFinding(one), names, rules).map((fault) => ({
        at: file.at([...path, "expect", i]),
        ...fault,
      })),
    ),
  ];
}

function expectFaults(
  { rule, package: name }: Expected,
  names: readonly string[],
  rules: readonly KnownRule[],
): Omit<Mistake, "at">[] {
  const ids = rules.map(({ id }) => id);
  const wrongRule = ids.includes(rule) ? [] : [unknown("rule", rule, ids)];
  return name === undefined || names.includes(name)
    ? wrongRule
    : [...wrongRule, unknown("package", name, names)];
}

function unknown(what: string, name: string, known: readonly string[]): Omit<Mistake, "at"> {
  const suggestion = closest(name, known);
  const message = `unknown ${what} \`${name}\``;
  return { message, ...(suggestion ? { help: `did you mean ${suggestion}?` } : {}) };
}

/** The folder of a package in a case. */
export const testFolder = (name: string, pkg: TestCaseFile["packages"][string]): string =>
  (typeof pkg === "string" ? undefined : pkg.dir?.replace(/^\.\//, "")) ??
  `packages/${name.split("/").at(-1)}`;
