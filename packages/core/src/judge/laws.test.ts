import * as fc from "fast-check";
import inc from "semver/functions/inc.js";
import { expect, test } from "vitest";
import { policyFile } from "../testing/policy-file.ts";
import { sceneFacts } from "../testing/scene-facts.ts";
import type { Cause, Facts } from "../facts/facts.ts";
import { readPolicy } from "../policy/reading/read-policy.ts";
import { rules } from "../rules/index.ts";
import { BUMPS } from "../versions/bump.ts";
import type { Verdict } from "./finding.ts";
import { judge } from "./judge.ts";
import type { AnyRule } from "./rule.ts";

/** Ten times as often in CI. */
const TIMES = process.env["EVERY_CASE"] ? 10 : 1;
const RUNS = { seed: 20_260_615, numRuns: 30 * TIMES };
const NAMES = ["@acme/core", "@acme/ui", "app", "zebra"] as const;

const name = fc.constantFrom(...NAMES);
const bump = fc.constantFrom(...BUMPS);
const version = fc.constantFrom("0.3.0", "0.16.3", "1.0.0-beta.1", "1.4.0", "2.0.0");
const range = fc.constantFrom("^1.0.0", "^0.3.0", "^1.0.0 || ^2.0.0", "*", "~1.4.0");
const field = fc.constantFrom("dependencies", "peerDependencies", "devDependencies");
const place = fc.record({
  path: fc.constantFrom(".changeset/cat.md", ".changeset/dog.md"),
  line: fc.integer({ min: 1, max: 9 }),
  column: fc.constant(1),
});

const cause: fc.Arbitrary<Cause> = fc.oneof(
  fc.record({ kind: fc.constant("changeset"), changeset: fc.constant("cat"), bump, at: place }),
  fc.record({ kind: fc.constant("dependency"), on: name, field, range, bump }),
  fc.record({
    kind: fc.constant("group"),
    group: fc.constantFrom("fixed", "linked"),
    from: name,
    highest: name,
    version,
    bump,
  }),
  fc.record({ kind: fc.constant("pre"), tag: fc.constant("beta"), bump, at: place }),
);

const dependency = fc.record({
  name,
  field,
  spec: fc.constantFrom("workspace:^", "^1.0.0"),
  range,
  followed: fc.boolean(),
});
const pkg = fc.record(
  {
    version,
    private: fc.boolean(),
    dependencies: fc.uniqueArray(dependency, { selector: (edge) => edge.name, maxLength: 2 }),
    skipped: fc.constant("ignored" as const),
  },
  { requiredKeys: ["version", "private", "dependencies"] },
);
const release = fc.record({
  bump,
  causes: fc.array(cause, { maxLength: 3 }),
  ranges: fc.array(fc.record({ on: name, field, before: range, after: range }), { maxLength: 1 }),
});
const ofNames = <T>(value: fc.Arbitrary<T>) => fc.dictionary(name, value, { maxKeys: 4 });
const changeset = ofNames(bump).filter((bumps) => Object.keys(bumps).length > 0);

const facts: fc.Arbitrary<Facts> = fc
  .record({
    packages: fc.record({ "@acme/core": pkg, "@acme/ui": pkg, app: pkg, zebra: pkg }),
    releases: ofNames(release),
    changesets: fc.dictionary(fc.constantFrom("cat", "dog", "cow"), changeset),
    members: fc.uniqueArray(name, { minLength: 2 }),
  })
  .map(({ packages, releases, changesets, members }) => {
    const planned = Object.entries(releases).map(([key, given]) => {
      const from = packages[key as (typeof NAMES)[number]].version;
      const to = (given.bump === "none" ? null : inc(from, given.bump)) ?? from;
      const causes = given.causes.filter((one) => one.kind !== "dependency" || one.on !== key);
      return [key, { ...given, from, to, causes }];
    });
    const at = { path: ".changeset/config.json", line: 1, column: 1 };
    const groups = [{ kind: "fixed", members, at }] as const;
    return sceneFacts({
      packages,
      releases: Object.fromEntries(planned),
      changesets,
      facts: { groups },
    });
  });

const waiver = fc.record({
  rule: fc.constantFrom("declared-bump", "version-inside-track", "accidental-graduation", "freeze"),
  package: name,
  version: fc.constantFrom("0.4.0", "1.0.0", "1.4.1", "2.0.0", "3.0.0"),
  reason: fc.constant("agreed"),
  owner: fc.constant("@ann"),
  until: fc.constantFrom("2026-06-14", "2026-06-15", "2027-01-01"),
});
const WAIVER = { reason: "agreed", owner: "@ann", until: "2027-01-01" };
type Waivers = readonly (typeof waiver extends fc.Arbitrary<infer T> ? T : never)[];

const track = (packages: readonly string[]) =>
  fc.record({
    packages: fc.constant(packages),
    versions: fc.constantFrom("0.y.z", "1.x", "*"),
    prerelease: fc.constantFrom("forbidden", "allowed"),
    bumps: fc.record({ declared: fc.subarray(["patch", "minor"]) }),
  });
const freeze = fc.record({
  from: fc.constantFrom("2026-06-01", "2026-07-01"),
  to: fc.constant("2026-08-01"),
  reason: fc.constant("summer"),
});
const policies = fc.record({
  core: track(["@acme/*"]),
  lab: track(["app"]),
  workspace: fc.record({
    trains: fc.constant([{ leader: "@acme/core", members: ["app"], version: "same" }]),
    dependencies: fc.constant([{ from: "core", on: ["core"] }]),
    freezes: fc.array(freeze, { maxLength: 1 }),
  }),
});
type Policies = Readonly<Record<string, unknown>>;

const readAll = (files: Policies, waivers: Waivers = []) =>
  readPolicy(
    Object.entries({ ...files, waivers: { waivers } }).map(([file, data]) =>
      policyFile(file, data),
    ),
    rules,
  ).policy!;
const verdict = (given: Facts, files: Policies, waivers: Waivers = []): Verdict =>
  judge(given, readAll(files, waivers), rules);

const shuffled = <T>(items: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...items], { minLength: items.length });

test("the order of packages, releases, changesets and policy files never changes the verdict", () => {
  const both = fc.tuple(facts, policies).chain(([given, files]) =>
    fc.record({
      given: fc.constant(given),
      files: fc.constant(files),
      mixed: fc.record({
        packages: shuffled(given.packages),
        releases: shuffled(given.releases),
        changesets: shuffled(given.changesets),
      }),
      order: shuffled(Object.entries(files)),
    }),
  );
  const holds = fc.property(both, ({ given, files, mixed, order }) => {
    expect(verdict({ ...given, ...mixed }, Object.fromEntries(order))).toEqual(
      verdict(given, files),
    );
  });
  fc.assert(holds, RUNS);
});

test("judging does not modify its input and is deterministic", () => {
  const holds = fc.property(facts, policies, fc.array(waiver), (given, files, waivers) => {
    const policy = deepFreeze(readAll(files, waivers));
    const once = judge(deepFreeze(given), policy, deepFreeze(rules));
    expect(judge(given, policy, rules)).toEqual(once);
  });
  fc.assert(holds, RUNS);
});

test("a rule without anything to look at would find nothing", () => {
  const questions = rules.map(
    (rule) => Object.assign({}, rule, { looksAt: undefined }) as unknown as AnyRule,
  );
  const holds = fc.property(facts, policies, (given, files) => {
    const policy = readAll(files, []);
    expect(judge(given, policy, rules)).toEqual(judge(given, policy, questions));
  });
  fc.assert(holds, RUNS);
});

test("of some rules, the same findings as of all", () => {
  const ids = fc.uniqueArray(fc.constantFrom(...rules.map(({ id }) => id)));
  const holds = fc.property(facts, policies, ids, fc.boolean(), (given, files, some, last) => {
    const waivers = verdict(given, files).findings.flatMap((finding) =>
      finding.package === undefined || finding.version === undefined
        ? []
        : [{ ...WAIVER, rule: finding.rule, package: finding.package, version: finding.version }],
    );
    const only = new Set(last ? [...some, "waiver"] : some);
    const of = ({ findings }: Verdict) => findings.filter(({ rule }) => only.has(rule));
    const policy = readAll(files, waivers.slice(0, 3) as unknown as Waivers);
    expect(of(judge(given, policy, rules, { onlyRules: only }))).toEqual(
      of(judge(given, policy, rules)),
    );
  });
  fc.assert(holds, RUNS);
});

const named = ({ rule, package: pkgName, version: at }: Verdict["findings"][number]) =>
  `${rule} ${pkgName}@${at}`;
const ofOtherRules = ({ findings }: Verdict) => findings.filter(({ rule }) => rule !== "waiver");

test("a waiver only removes the findings that it names", () => {
  const holds = fc.property(facts, policies, waiver, (given, files, one) => {
    const [before, after] = [verdict(given, files), verdict(given, files, [one])];
    const isNamed = (finding: Verdict["findings"][number]) =>
      one.until >= given.today && named(finding) === `${one.rule} ${one.package}@${one.version}`;
    expect(ofOtherRules(after)).toEqual(before.findings.filter((finding) => !isNamed(finding)));
    expect(after.waived.map(({ finding }) => finding)).toEqual(before.findings.filter(isNamed));
  });
  fc.assert(holds, { ...RUNS, numRuns: 60 * TIMES });
});

test("waiving twice is waiving once", () => {
  const some = fc.uniqueArray(waiver, { minLength: 1, maxLength: 4 });
  const holds = fc.property(facts, policies, some, (given, files, waivers) => {
    const first = waivers[0]!;
    const once = verdict(given, files, waivers);
    const twice = verdict(given, files, [...waivers, first]);
    expect(ofOtherRules(twice)).toEqual(ofOtherRules(once));
    expect(twice.waived).toEqual(once.waived);
    expect(twice.outcome).toBe(once.outcome);
  });
  fc.assert(holds, RUNS);
});

/** Frozen to the last value; of a map, its ways to change. */
function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  if (value instanceof Map) {
    const set = () => {
      throw new Error("a frozen map was changed");
    };
    Object.assign(value, { set, delete: set, clear: set });
  }
  Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
