import * as z from "zod/mini";
import type { Requirements } from "../../facts/evidence.ts";
import type { Package, Release } from "../../facts/facts.ts";
import { manifestAt, manifestIn, pathAndLine, whereMade } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { oneOf, strict, texts, flag } from "../../policy/schema/words.ts";
import { breakingBump } from "../../policy/track.ts";
import { type Sentence, list, say } from "../../sentence.ts";
import { type Bump, carried, isOver } from "../../versions/bump.ts";
import {
  type NodeLine,
  isRange,
  isSupported,
  linesDropped,
  nodeLines,
} from "../../versions/node-support.ts";
import { lossOf } from "../../versions/range.ts";

interface RuntimeDropProblem extends Problem {
  readonly package: string;
  readonly dir: string;
  readonly narrowing: Narrowing;
  readonly bump: Bump;
  readonly needed: Bump;
  /** Lines that must not be dropped yet, newest first. */
  readonly alive: readonly NodeLine[];
}

interface Options extends Watched {
  readonly least: "patch" | "minor" | "major";
  readonly onlyEol: boolean;
}

export const runtimeDrop = defineRule<RuntimeDropProblem, Options>({
  id: "runtime-drop",
  family: "evidence",
  summary: "A release that drops a line of a runtime or of a peer framework is no patch.",
  why: 'Dagster drops a version of Python "at the next convenient non-patch release" after its end of life. `engines` is compared with that of the last release: its tag (`name@1.2.3`, or `v1.2.3` where one package is published), else the base of `--since`; where there is neither, the rule is silent. Leaving out broken versions, such as `>=20.0.0 <20.5.0 || >=20.5.1`, drops nothing, and a package that asked for nothing has promised nothing.',
  level: "off",
  needs: ["requirements"],
  options: () =>
    strict({
      least: z._default(
        oneOf(["patch", "minor", "major"]).check(
          z.describe(
            "The smallest bump that may drop a line; `major` is what may break on the track, so a minor on 0.y.z.",
          ),
        ),
        "minor",
      ),
      fields: z._default(
        texts("keys of engines, such as node").check(
          z.describe('Which keys of `engines` count; `["*"]` for all.'),
        ),
        ["*"],
      ),
      peers: z._default(
        z
          .array(z.string(), { error: "write a list: names of peers" })
          .check(z.describe('Peers outside of the workspace that count as well; `["*"]` for all.')),
        [],
      ),
      floor: flag("Whether a higher floor within a line, such as 20.0 to 20.19, is a drop."),
      onlyEol: flag("Of Node, a line may be dropped only when its support has ended."),
    }),
  examples: {
    reject: [
      {
        title: "A line of Node is dropped in a patch",
        packages: { "@acme/core": { version: "1.2.0", engines: { node: ">=22" } } },
        changesets: { tidy: { "@acme/core": "patch" } },
        policies: { core: { packages: ["@acme/*"], rules: { "runtime-drop": "error" } } },
        since: {
          packages: { "@acme/core": { version: "1.2.0", engines: { node: ">=20" } } },
          changesets: {},
        },
      },
      {
        title: "A line that is still supported",
        packages: { "@acme/core": { version: "1.2.0", engines: { node: ">=24" } } },
        changesets: { modern: { "@acme/core": "major" } },
        policies: {
          core: { packages: ["@acme/*"], rules: { "runtime-drop": ["error", { onlyEol: true }] } },
        },
        since: {
          packages: { "@acme/core": { version: "1.2.0", engines: { node: ">=20" } } },
          changesets: {},
        },
      },
    ],
    accept: [
      {
        title: "A broken version is left out",
        packages: {
          "@acme/core": { version: "1.2.0", engines: { node: ">=20.0.0 <22.5.0 || >=22.5.1" } },
        },
        changesets: { tidy: { "@acme/core": "patch" } },
        policies: { core: { packages: ["@acme/*"], rules: { "runtime-drop": "error" } } },
        since: {
          packages: { "@acme/core": { version: "1.2.0", engines: { node: ">=20.0.0" } } },
          changesets: {},
        },
      },
    ],
  },

  check: (view, options) => {
    const nodes = nodeLines(view.policy);
    return view.packages
      .filter((pkg) => view.isJudged(pkg))
      .flatMap(({ name, dir, version, ...pkg }) => {
        const { least, onlyEol, ...watched } = options(name);
        return narrowingsOf(pkg, watched, nodes).flatMap((narrowing): RuntimeDropProblem[] => {
          const release = view.releaseOf(name);
          const bump = release ? carried(release.from, release.to) : "none";
          // A version that is no text is the finding of another rule.
          const breaking = breakingBump(`${release?.from ?? version}`, view.trackOf(name));
          const needed = isOver(least, breaking) ? breaking : least;
          const alive = onlyEol
            ? narrowing.lines.filter((line) => isSupported(line, view.today))
            : [];
          if (alive.length === 0 && !isOver(needed, bump)) return [];
          const at = manifestAt(dir, narrowing.field, narrowing.key);
          const about = release ? { release } : {};
          return [{ package: name, dir, at, ...about, narrowing, bump, needed, alive }];
        });
      });
  },

  message: ({ package: name, release, narrowing, bump, needed, alive }) => {
    const { field, key, before, after } = narrowing;
    const step = say`${`${field}.${key}`} goes from ${before} to ${after}`;
    const who = release ? say`${name} ${release.to}` : say`${name}`;
    if (alive.length > 0) return say`${who} drops Node ${names(alive)}, ${support(alive)}: ${step}`;
    const takes = say`${what(narrowing)}, which takes a ${needed}`;
    return release
      ? say`${who} is a ${bump}, and its ${step}: ${takes}`
      : say`${who} is not released, and its ${step}: ${takes}`;
  },
  help: ({ package: name, dir, release, narrowing, needed, alive }) => {
    const { field, key, before, after } = narrowing;
    const manifest = manifestIn(dir);
    if (alive.length > 0) {
      const wider = [...alive.map((line) => `^${line.name}`).toReversed(), after].join(" || ");
      return say`write ${`"${key}": "${wider}"`} under ${field} in ${manifest}`;
    }
    const keep = say`keep ${`"${key}": "${before}"`} under ${field} in ${manifest}`;
    return say`${raise(name, release, needed)}, or ${keep}`;
  },
});

function raise(name: string, release: Release | undefined, needed: Bump): Sentence {
  const own = release?.causes.find((cause) => cause.kind === "changeset");
  const how = own
    ? say`write ${needed} instead of ${own.bump} in ${pathAndLine(own.at)}`
    : say`add a changeset with ${`"${name}": ${needed}`}`;
  return whereMade(release, how);
}

const MOST = 4;

const names = (lines: readonly { readonly name: string }[]): Sentence =>
  lines.length > MOST
    ? say`${lines[0]!.name} and ${lines.length - 1} lines before it`
    : list(lines.map(({ name }) => name).toReversed());

/** What is lost: the lines of Node, where it is those. */
const what = ({ lines }: Narrowing): Sentence =>
  lines.length > 0 ? say`that drops Node ${names(lines)}` : say`that takes less than before`;

const support = (lines: readonly NodeLine[]): Sentence => {
  const end = lines[0]?.end;
  return end === undefined ? say`still supported` : say`supported until ${end}`;
};

/** A range on a runtime or a peer that takes less than at the last release. */
interface Narrowing {
  readonly field: "engines" | "peerDependencies";
  readonly key: string;
  readonly before: string;
  readonly after: string;
  /** Of Node, the lines that are lost, newest first. */
  readonly lines: readonly NodeLine[];
}

/** Which ranges count, and whether a higher floor within a line does. */
interface Watched {
  /** Keys of `engines`, and names of peers; `*` for all. */
  readonly fields: readonly string[];
  readonly peers: readonly string[];
  readonly floor: boolean;
}

/**
 * The ranges of a package that lose a line, or its newest versions. Silent where the last release is unknown or asked
 * for nothing, and of what is no range. Versions that are left out between others are broken ones: nobody loses a line.
 */
function narrowingsOf(
  { requirements, released }: Pick<Package, "requirements" | "released">,
  { fields, peers, floor }: Watched,
  nodes: readonly NodeLine[],
): Narrowing[] {
  if (!released) return [];
  const pairs = [
    ...pairsOf(released, requirements, "engines", fields),
    ...pairsOf(released, requirements, "peers", peers),
  ];
  return pairs
    .filter(({ before, after }) => {
      const loss = lossOf(before, after);
      return loss === "line" || (floor && loss === "floor");
    })
    .map((pair) => ({
      ...pair,
      lines: isNode(pair) ? linesDropped(pair.before, pair.after, nodes).toReversed() : [],
    }));
}

const isNode = ({ field, key }: Pick<Narrowing, "field" | "key">): boolean =>
  field === "engines" && key === "node";

const pairsOf = (
  released: Requirements,
  now: Requirements,
  part: "engines" | "peers",
  keys: readonly string[],
): Omit<Narrowing, "lines">[] =>
  Object.entries(now[part]).flatMap(([key, after]) => {
    const before = Object.hasOwn(released[part], key) ? released[part][key] : undefined;
    if (before === undefined || !(keys.includes("*") || keys.includes(key))) return [];
    if (!isRange(before) || !isRange(after)) return [];
    return [{ field: part === "engines" ? part : "peerDependencies", key, before, after }];
  });
