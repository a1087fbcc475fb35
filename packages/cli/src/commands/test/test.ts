import { type Finding, type Policy, plain } from "@release-policy/core";
import type { Expected } from "@release-policy/core/types";
import type { Location, PlannerId } from "@release-policy/core/types";
import { plannerOf } from "../../check/load.ts";
import type { CheckOptions } from "../../check/options.ts";
import { packageManagerOf } from "../../files/package-manager.ts";
import { Sources } from "../../check/source-locations.ts";
import { CannotJudge, type Obstacle } from "../../errors.ts";
import { Snapshot } from "../../files/writing/snapshot.ts";
import { readPolicyFolder } from "../../policy/policy-files.ts";
import { type TestFile, correctTests, readTestFolder } from "../../policy/policy-test-files.ts";
import { type WriterOptions, inWritableWorkspace } from "../writer.ts";
import { runCase } from "./run-case.ts";

export interface TestPolicyOptions extends Pick<CheckOptions, "cwd" | "planner">, WriterOptions {
  /** Rewrite what the cases expect to what is found. */
  readonly update?: boolean;
}

export interface PolicyTestResult {
  readonly name: string;
  /** Of what the case expects. */
  readonly at: Location;
  readonly source?: string;
  readonly outcome: "pass" | "fail" | "updated";
  /** Expected, and not found. */
  readonly missing: readonly Expected[];
  /** Found, and not expected. */
  readonly unexpected: readonly (Expected & { readonly message: string })[];
}

export interface PolicyTests {
  readonly outcome: "pass" | "fail";
  readonly cases: readonly PolicyTestResult[];
  /** Files that were rewritten. */
  readonly written: readonly string[];
}

/**
 * Runs the cases of `policies/tests` through the policy of the workspace, each with the bundled planner.
 * Throws `CannotJudge` with every mistake in the policy, or in the tests.
 */
export function testPolicy(options: TestPolicyOptions = {}): Promise<PolicyTests> {
  const { update = false } = options;
  return inWritableWorkspace(
    "test --update",
    { ...options, dryRun: !update },
    async (root, _, writer) => {
      const policy = readPolicyFolder(root);
      if (!policy)
        throw new CannotJudge({ message: "no policy to test (expected policies/*.yaml)" });
      const files = readTestFolder(root);
      const planner = plannerOf(root, policy, options.planner);
      const obstacles: Obstacle[] = [];
      const results: FileResult[] = [];
      for (const file of files)
        results.push(await runFile(file, policy, planner, update, obstacles));
      if (obstacles.length > 0) throw new CannotJudge(...obstacles);
      const stale = results.filter(({ corrections }) => update && corrections.length > 0);
      const before = Snapshot.of(
        root,
        stale.map(({ path }) => path),
      );
      await writer?.change(before, () => {
        for (const { path, corrections } of stale) correctTests(root, path, corrections);
      });
      const sources = new Sources(packageManagerOf(root), root);
      const cases = results.flatMap((result) => result.cases.map((one) => sources.locate(one)));
      const outcome = cases.some((one) => one.outcome === "fail") ? "fail" : "pass";
      return { outcome, cases, written: stale.map(({ path }) => path) };
    },
  );
}

interface FileResult {
  readonly path: string;
  readonly cases: readonly PolicyTestResult[];
  readonly corrections: Parameters<typeof correctTests>[2];
}

async function runFile(
  { path, cases }: TestFile,
  policy: Policy,
  planner: PlannerId,
  update: boolean,
  obstacles: Obstacle[],
): Promise<FileResult> {
  const results: PolicyTestResult[] = [];
  const corrections: Parameters<typeof correctTests>[2][number][] = [];
  for (const given of cases) {
    const { name, expect = [], expectAt: at } = given;
    if (!given.expect && !update) obstacles.push(nothingExpected(name, given.at));
    try {
      const found = await runCase(given, policy, given.planner ?? planner);
      const { missing, unexpected } = compare(expect, found);
      const isSame = missing.length + unexpected.length === 0;
      if (!isSame || !given.expect) corrections.push({ path: given.path, missing, unexpected });
      results.push({
        name,
        at,
        outcome: isSame ? "pass" : update ? "updated" : "fail",
        missing: missing.map((i) => expect[i]!),
        unexpected: unexpected.map(({ rule, package: pkg, level, message }) => ({
          rule,
          ...(pkg === undefined ? {} : { package: pkg }),
          level,
          message: plain(message),
        })),
      });
    } catch (error) {
      if (!(error instanceof CannotJudge)) throw error;
      const messages = error.obstacles.map(({ message, help }) => ({ message, help }));
      obstacles.push(...messages.map((one) => withPlace(one, name, given.at)));
    }
  }
  return { path, cases: results, corrections };
}

const withPlace = (
  { message, help }: { message: string; help: string | undefined },
  name: string,
  at: Location,
): Obstacle => ({ message: `“${name}”: ${message}`, ...(help ? { help } : {}), at });

const nothingExpected = (name: string, at: Location): Obstacle => ({
  message: `test “${name}” has no expect`,
  help: "write `expect: []` if nothing should be found, or run release-policy test --update",
  at,
});

/** Where what is found differs from what is expected. */
interface Difference {
  /** Indexes of what is expected and not found. */
  readonly missing: readonly number[];
  /** One finding for each rule and package that nothing expects. */
  readonly unexpected: readonly Finding[];
}

/** Compares by rule and package, and by level if given; the count does not matter. */
function compare(expected: readonly Expected[], found: readonly Finding[]): Difference {
  const missing = expected.flatMap((one, i) => (found.some((it) => meets(it, one)) ? [] : [i]));
  const others = found.filter((it) => !expected.some((one) => meets(it, one)));
  const unexpected = Map.groupBy(others, ({ rule, package: name }) => `${rule} ${name}`);
  return { missing, unexpected: [...unexpected.values()].map(([first]) => first!) };
}

const meets = (found: Finding, { rule, package: name, level }: Expected): boolean =>
  found.rule === rule && found.package === name && (level === undefined || found.level === level);
