import * as s from "./definition.ts";
import { PLANNERS } from "../../facts/planner.ts";
import { BUMPS } from "../../versions/bump.ts";
import {
  date,
  inside,
  listOf,
  once,
  oneOf,
  optional,
  ruleId,
  strict,
  text,
  texts,
} from "./words.ts";

const mapping = <T>(value: s.Schema<T>, what: string) =>
  s.record(s.string(), value, { error: `write a mapping of ${what}` });

const testPackage = () =>
  s.union(
    [
      text("a version in quotes, or a manifest"),
      s.object({
        dir: optional(inside("a folder"), "Its folder. Default: packages/<last part of the name>."),
        version: optional(text("a version, in quotes")),
      }),
    ],
    { error: "write a version in quotes, or a manifest without its name" },
  );

const testChangeset = () =>
  s.union(
    [text("the text of a changeset"), mapping(oneOf(BUMPS), "package names to a bump each")],
    { error: "write a bump for each package, or the text of the whole file" },
  );

const expectation = () =>
  s.union(
    [
      text("a rule and a package"),
      strict({
        rule: ruleId(),
        package: optional(text("a package name")),
        level: optional(oneOf(["error", "warn"])),
      }),
    ],
    { error: "write `rule package`, or { rule, package, level }" },
  );

const groups = () => optional(listOf(texts("package names of a group"), "groups of package names"));

/** One case of `policies/tests/*.yaml`. */
export const testCaseSchema = once(() =>
  strict({
    name: text("the name of the case"),
    packages: mapping(testPackage(), "package names to a version or a manifest each"),
    changesets: optional(mapping(testChangeset(), "ids to a changeset each")),
    branch: optional(text("a branch"), "The release branch. Default: main."),
    today: optional(date(), "The date to check for. Default: 2026-06-15."),
    planner: optional(oneOf(PLANNERS), "Default: the one that this repository uses."),
    pre: optional(
      strict({ mode: oneOf(["pre", "exit"]), tag: text("a prerelease tag") }),
      "Pre mode of Changesets.",
    ),
    config: optional(mapping(s.anything(), "keys of .changeset/config.json"), "Further settings."),
    groups: optional(strict({ fixed: groups(), linked: groups() }), "Groups of the planner."),
    workspace: optional(mapping(s.anything(), "keys of pnpm-workspace.yaml"), "Further settings."),
    files: optional(mapping(s.string(), "paths to the text of a file each"), "Other files."),
    expect: optional(
      listOf(expectation(), "expected findings ([] for none)"),
      "The expected findings.",
    ),
  }),
);

export const testsSchema = once(() =>
  s.union([listOf(testCaseSchema(), "test cases"), testCaseSchema()]),
);

export type TestCaseFile = s.Infer<ReturnType<typeof testCaseSchema>>;
