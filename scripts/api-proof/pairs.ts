import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { type Consumer, consumersOf } from "./consumers.ts";
import { install, type Package } from "./packages.ts";
import { type Declared, type Place, declaredIn } from "./places.ts";
import { type Program, refusals } from "./tsc.ts";

/** A package with its consumers, all of which compile against it. */
export interface Subject {
  readonly package: Package;
  readonly declared: Declared;
  readonly consumers: readonly Consumer[];
}

/** A package and the same package after one edit. */
export interface Pair {
  readonly subject: Subject;
  readonly place: Place;
}

/** Makes the consumers of packages, at most so many of each. Code that does not compile against the package itself is not a consumer. */
export async function subjectsOf(
  folder: string,
  packages: readonly Package[],
  most = Infinity,
): Promise<readonly Subject[]> {
  const made = [];
  for (const one of packages) {
    const of = folderOf(folder, one);
    install(of, one);
    made.push({ package: one, folder: of, consumers: someOf(await remembered(of, one), most) });
  }
  const programs = made.map((one) => ({ ...one, specifier: one.package.specifier }));
  const kept = await rememberedAs(
    "legitimate",
    JSON.stringify(made.map((one) => [one.package.name, one.package.version, one.consumers])),
    () => legitimateOf(folder, programs),
  );
  return made.map((one, i) => ({
    package: one.package,
    declared: declaredIn(one.folder, one.package),
    consumers: kept[i]!,
  }));
}

/** The consumers that compile. While one line is a syntax error, `tsc` reports nothing about the others. */
async function legitimateOf(
  folder: string,
  programs: readonly Program[],
): Promise<readonly (readonly Consumer[])[]> {
  const refused = await refusals(folder, programs);
  const rest = programs.map((one, i) => ({
    ...one,
    consumers: one.consumers.filter((consumer) => !refused[i]!.has(consumer)),
  }));
  const isDone = refused.every(({ size }) => size === 0);
  return isDone ? rest.map(({ consumers }) => consumers) : await legitimateOf(folder, rest);
}

/** At most so many, and some of each member before more of any. */
function someOf(consumers: readonly Consumer[], most: number): readonly Consumer[] {
  if (consumers.length <= most) return consumers;
  const byMember = Map.groupBy(consumers, ({ of, member }) => `${of} ${member}`);
  const inTurn = [...byMember.values()].flatMap((some) =>
    some.map((consumer, i) => ({ consumer, turn: Math.floor(i / 4) })),
  );
  return inTurn
    .toSorted((a, b) => a.turn - b.turn)
    .slice(0, most)
    .map(({ consumer }) => consumer);
}

const folderOf = (folder: string, { name, version }: Package): string =>
  join(folder, `${name.replace("/", "+")}@${version}`);

const CACHE = fileURLToPath(new URL("../../node_modules/.cache/api-proof", import.meta.url));

const MAKERS = [
  "consumers.ts",
  "walk.ts",
  "making.ts",
  "printing.ts",
  "directions.ts",
  "surface.ts",
  "type-arguments.ts",
];

/** Cached: making consumers queries the checker thousands of times, with the same results. */
async function remembered(
  folder: string,
  { name, version, specifier }: Package,
): Promise<readonly Consumer[]> {
  const makers = MAKERS.map((file) => readFileSync(join(import.meta.dirname, file), "utf8"));
  const key = `${name.replace("/", "+")}-${version}`;
  return await rememberedAs(key, makers.join(), async () => consumersOf(folder, specifier));
}

/** What was found before, where all that it depends on is the same. */
async function rememberedAs<T>(
  name: string,
  dependsOn: string,
  find: () => Promise<T>,
): Promise<T> {
  const hash = createHash("sha256").update(dependsOn).digest("hex").slice(0, 16);
  const path = join(CACHE, `${name}-${hash}.json`);
  if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8")) as T;
  const found = await find();
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(path, JSON.stringify(found));
  return found;
}

/** The requested number of pairs of each kind, if available, from as many packages as possible. */
export function pairsOf(
  subjects: readonly Subject[],
  ofEachKind: number,
  seed: number,
): readonly Pair[] {
  const byKind = new Map<string, Pair[][]>();
  for (const subject of subjects) {
    for (const [kind, places] of Map.groupBy(subject.declared.places, (place) => place.kind))
      byKind.set(kind, [...(byKind.get(kind) ?? []), places.map((place) => ({ subject, place }))]);
  }
  return [...byKind].flatMap(([, groups], i) => {
    const mixed = shuffled(groups, seed + i).map((group, k) => shuffled(group, seed + i + k));
    const most = Math.max(...mixed.map(({ length }) => length));
    const inTurn = Array.from({ length: Math.min(most, ofEachKind) }, (_, k) =>
      mixed.flatMap((group) => group[k] ?? []),
    );
    return inTurn.flat().slice(0, ofEachKind);
  });
}

function shuffled<T>(all: readonly T[], seed: number): readonly T[] {
  const length = { minLength: all.length, maxLength: all.length };
  return fc.sample(fc.shuffledSubarray([...all], length), { seed, numRuns: 1 })[0]!;
}

const MOST_CONSUMERS = 1000;
const PAIRS_IN_A_PROGRAM = 20;

/** Which consumers each pair breaks, as `tsc` says; remembered, because the comparison changes more often than they do. */
export async function brokenBy(
  folder: string,
  pairs: readonly Pair[],
): Promise<readonly ReadonlyMap<Consumer, string>[]> {
  const broken: ReadonlyMap<Consumer, string>[] = [];
  for (let from = 0; from < pairs.length; from += PAIRS_IN_A_PROGRAM) {
    const some = pairs.slice(from, from + PAIRS_IN_A_PROGRAM).map(({ subject, place }) => ({
      subject,
      file: new Map([[place.path, place.edited()]]),
      consumers: nearby(subject, place),
    }));
    const key = JSON.stringify(
      some.map(({ subject, file, consumers }) => [
        subject.package.name,
        subject.package.version,
        ...file,
        consumers,
      ]),
    );
    const found = await rememberedAs<readonly (readonly [Consumer, string])[][]>(
      "broken",
      key,
      async () => {
        const programs = some.map(({ subject, file, consumers }, i) => {
          const of = join(folder, `pair-${from + i}`);
          install(of, subject.package, file);
          return { folder: of, specifier: subject.package.specifier, consumers };
        });
        const refused = await refusals(folder, programs);
        for (const one of programs) rmSync(one.folder, { recursive: true });
        return refused.map((one) => [...one]);
      },
    );
    broken.push(...found.map((one) => new Map(one)));
  }
  return broken;
}

/** What the next release of each package breaks, and what that release declares. */
export async function brokenByReleases(
  folder: string,
  subjects: readonly Subject[],
  releases: readonly Package[],
): Promise<
  readonly { readonly broken: ReadonlyMap<Consumer, string>; readonly after: Declared }[]
> {
  const programs = releases.map((release, i) => {
    const of = `${folderOf(folder, release)}-next`;
    install(of, release);
    return { folder: of, specifier: release.specifier, consumers: subjects[i]!.consumers };
  });
  const broken = await refusals(folder, programs);
  return releases.map((release, i) => ({
    broken: broken[i]!,
    after: declaredIn(programs[i]!.folder, release),
  }));
}

/**
 * The consumers of what the edit can reach, some of each member before more of any: first those of the declaration itself that mention
 * the place, then its others, then others that mention the place, then all from near to far.
 */
function nearby({ consumers, declared }: Subject, { owner, words }: Place): readonly Consumer[] {
  const isNamed = owner !== "" && owner !== "default";
  const order = new Map(isNamed ? declared.near(owner).map((name, i) => [name, i]) : []);
  const rank = ({ of }: Consumer) =>
    isNamed ? Math.min(...of.split(".").map((part) => order.get(part) ?? Infinity)) : 0;
  const counts = new Map<string, number>();
  const reached = consumers
    .map((consumer) => {
      const key = `${consumer.of} ${consumer.member}`;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      const mentions = words.filter((word) => mentioned(consumer, word)).length;
      return {
        consumer,
        at: rank(consumer),
        // Where the place has no name, each export is as near as any.
        turn: Math.floor(count / (isNamed ? 4 : 1)),
        mentions,
      };
    })
    .filter(({ at }) => at !== Infinity);
  const near = reached.toSorted((a, b) => a.turn - b.turn || a.at - b.at);
  const naming = near
    .filter(({ mentions }) => mentions > 0)
    .toSorted((a, b) => b.mentions - a.mentions);
  const isOwn = ({ at }: (typeof near)[number]) => isNamed && at === 0;
  const share = MOST_CONSUMERS / 4;
  return [
    ...new Set([
      ...naming.filter(isOwn).slice(0, share),
      ...near.filter(isOwn).slice(0, share),
      ...naming.slice(0, share),
      ...near,
    ]),
  ]
    .slice(0, MOST_CONSUMERS)
    .map(({ consumer }) => consumer);
}

const mentioned = ({ line }: Consumer, word: string): boolean =>
  line.split(/[^\p{ID_Continue}$]+/u).includes(word);
