import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { type Consumer, consumersOf } from "./consumers.ts";
import { install, type Package } from "./packages.ts";
import { type Declared, type Place, declaredIn } from "./places.ts";
import { refusals } from "./tsc.ts";

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

/** Makes the consumers of packages. Code that does not compile against the package itself is not a consumer. */
export async function subjectsOf(
  folder: string,
  packages: readonly Package[],
): Promise<readonly Subject[]> {
  const made = packages.map((one) => {
    const of = folderOf(folder, one);
    install(of, one);
    return { package: one, folder: of, consumers: remembered(of, one) };
  });
  let programs = made.map((one) => ({ ...one, specifier: one.package.specifier }));
  // While one line is a syntax error, `tsc` reports nothing about the others.
  for (let isDone = false; !isDone;) {
    const refused = await refusals(folder, programs);
    isDone = refused.every(({ size }) => size === 0);
    programs = programs.map((one, i) => ({
      ...one,
      consumers: one.consumers.filter((consumer) => !refused[i]!.has(consumer)),
    }));
  }
  return made.map((one, i) => ({
    package: one.package,
    declared: declaredIn(one.folder, one.package),
    consumers: programs[i]!.consumers,
  }));
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
function remembered(folder: string, { name, version, specifier }: Package): readonly Consumer[] {
  const hash = createHash("sha256");
  for (const file of MAKERS) hash.update(readFileSync(join(import.meta.dirname, file)));
  const key = `${name.replace("/", "+")}-${version}-${hash.digest("hex").slice(0, 16)}.json`;
  const path = join(CACHE, key);
  if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8")) as readonly Consumer[];
  const consumers = consumersOf(folder, specifier);
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(path, JSON.stringify(consumers));
  return consumers;
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

const MOST_CONSUMERS = 400;
const PAIRS_IN_A_PROGRAM = 20;

/** Which consumers each pair breaks, as `tsc` says. */
export async function brokenBy(
  folder: string,
  pairs: readonly Pair[],
): Promise<readonly ReadonlyMap<Consumer, string>[]> {
  const broken: ReadonlyMap<Consumer, string>[] = [];
  for (let from = 0; from < pairs.length; from += PAIRS_IN_A_PROGRAM) {
    const programs = pairs.slice(from, from + PAIRS_IN_A_PROGRAM).map(({ subject, place }, i) => {
      const of = join(folder, `pair-${from + i}`);
      install(of, subject.package, new Map([[place.path, place.edited()]]));
      return {
        folder: of,
        specifier: subject.package.specifier,
        consumers: nearby(subject, place),
      };
    });
    broken.push(...(await refusals(folder, programs)));
    for (const one of programs) rmSync(one.folder, { recursive: true });
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
  const found = [];
  for (const [i, release] of releases.entries()) {
    const of = `${folderOf(folder, release)}-next`;
    install(of, release);
    const { consumers } = subjects[i]!;
    const [broken] = await refusals(folder, [
      { folder: of, specifier: release.specifier, consumers },
    ]);
    found.push({ broken: broken!, after: declaredIn(of, release) });
  }
  return found;
}

/**
 * The consumers of what the edit can reach: those that mention the place first, the others from near to far, and some of each
 * member before more of any.
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
        turn: Math.floor(count / (rank(consumer) === 0 ? 16 : 4)),
        mentions,
      };
    })
    .filter(({ at }) => at !== Infinity);
  const near = reached.toSorted((a, b) => a.turn - b.turn || a.at - b.at);
  const naming = near.filter(({ mentions }) => mentions > 0);
  return [
    ...new Set([
      ...naming.toSorted((a, b) => b.mentions - a.mentions).slice(0, MOST_CONSUMERS / 2),
      ...near,
    ]),
  ]
    .slice(0, MOST_CONSUMERS)
    .map(({ consumer }) => consumer);
}

const mentioned = ({ line }: Consumer, word: string): boolean =>
  line.split(/[^\p{ID_Continue}$]+/u).includes(word);
