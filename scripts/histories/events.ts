import type { Collected, Event } from "./data.ts";
import { EXPECTED, OTHERWISE } from "./expected.ts";
import { guide } from "./ory.ts";
import type { Verdict } from "./page.ts";
import { brokenBy, type Past } from "./past.ts";
import { policies as polyaxonPolicies } from "./polyaxon.ts";

const BREAKS = "It works in another way.";
const times = (count: unknown, text: string): string[] =>
  Array.from({ length: typeof count === "number" ? count : 0 }, () => text);

/** Each event judged by the preset of its policy, against what its collectors expected. */
export const judgeEvents = (events: readonly Event[], ory: readonly Collected[]): Verdict[] =>
  events.map((event) => {
    const special = OTHERWISE[event.id];
    const expected = special?.rules ?? [
      ...new Set(event.expect.flatMap((name) => EXPECTED[name] ?? unknown(name))),
    ];
    const actual = [
      ...new Set(pastsOf(event, ory).flatMap((past) => brokenBy(past).map(({ rule }) => rule))),
    ].toSorted();
    const agrees = expected.toSorted().join() === actual.join();
    const what = `${event.package} ${event.from ?? "–"} → ${event.to ?? "–"}`;
    return { id: event.id, what, expected, actual, agrees, because: special?.because ?? "" };
  });

function unknown(name: string): never {
  throw new Error(`events.json: unknown event ${name}`);
}

const bare = (version: string | null): string => (version ?? "").replace(/^v/, "");

/** The releases to judge for an event: its own, and sometimes the one before. */
function pastsOf(event: Event, ory: readonly Collected[]): Past[] {
  const past = { ...common(event), ...specialOf(event, ory) };
  return event.id === "dag-13" ? [past, { ...past, ...BEFORE_SLIPPED }] : [past];
}

const BEFORE_SLIPPED = { from: "1.7.15", to: "1.7.16", removes: [], breaking: [] };

function common({ package: name, from, to, date, track, facts }: Event): Past {
  return {
    package: name === "*" ? "hydra" : name,
    from: bare(from),
    to: bare(to),
    date: date ?? "2025-06-01",
    policies: policiesOf(name, track, facts),
    breaking:
      facts["section"] === "Breaking Changes"
        ? ["A new parameter is supported.", BREAKS]
        : times(facts["breaking"] ?? facts["breakingBlocks"], BREAKS),
    removes: Array.isArray(facts["removed"]) ? facts["removed"].map(String) : [],
  };
}

function policiesOf(name: string, track: string, facts: Event["facts"]): Past["policies"] {
  if (track === "core" && name === "polyaxon") return polyaxonPolicies;
  const ledger = ledgerOf(name, facts);
  const deprecations = ledger.length > 0 ? { deprecations: { deprecations: ledger } } : {};
  if (track === "core") {
    return { core: { packages: [name], extends: "dagster/core" }, ...deprecations };
  }
  if (track === "library") {
    return { library: { packages: [name], extends: "dagster/library" }, ...deprecations };
  }
  const stage = track === "calver" ? "calendar" : track.replace("?", "");
  return { [stage]: { packages: [name === "*" ? "hydra" : name], extends: `ory/${stage}` } };
}

/** Core versions that were announced for a library, in the library's numbers. */
const ANNOUNCED: Readonly<Record<string, string>> = {
  "PipesGlueClient.run args": "0.25.0",
  ComputeLogManager: "1.2.0",
};

function ledgerOf(name: string, { removed, deprecatedIn }: Event["facts"]): object[] {
  if (!Array.isArray(removed) || typeof deprecatedIn !== "string") return [];
  return removed.map(String).map((api) => ({
    package: name,
    api,
    deprecatedIn: /\d+\.\d+\.\d+/.exec(deprecatedIn)![0],
    replacement: false,
    ...(ANNOUNCED[api] ? { announcedRemoval: ANNOUNCED[api] } : {}),
  }));
}

/** What only one event has. */
function specialOf(event: Event, ory: readonly Collected[]): Partial<Past> {
  const { id, package: name, facts, to } = event;
  switch (id) {
    case "dag-01":
      return {
        policies: {
          core: { packages: ["dagster"], extends: "dagster/core" },
          graduated: { packages: [name], extends: "dagster/graduated-library" },
          workspace: { trains: [{ leader: "dagster", members: [name], version: "same" }] },
        },
        beside: { dagster: ["1.1.16", "1.1.17"] },
      };
    case "dag-05":
      return { requirements: requiring({ python: ">=3.8" }, { python: ">=3.9" }) };
    case "dag-06":
      return { breaking: times(14, BREAKS) };
    case "dag-11":
      return {
        requirements: {
          released: { engines: {}, peers: {}, entries: [".", "./partitioned_config"] },
          now: { engines: {}, peers: {}, entries: ["."] },
        },
      };
    case "dag-07":
      return { deprecations: ["`SlingSourceConnection` has been removed."] };
    case "dag-10":
      return {
        outside: [String(facts["text"])],
        policies: {
          library: {
            packages: [name],
            extends: "dagster/library",
            rules: {
              "change-bump": [
                "error",
                { kinds: { runtime: "minor" }, runtimes: { peers: ["deltalake"] } },
              ],
            },
          },
        },
        requirements: {
          released: { engines: {}, peers: { deltalake: "*" } },
          now: { engines: {}, peers: { deltalake: ">=1.0.0" } },
        },
      };
    case "dag-13":
      // The changelog has the removal under Breaking Changes.
      return { breaking: ["`ComputeLogManager` is gone."] };
    case "dag-14":
      return { deprecations: [String(facts["text"])] };
    case "dag-19":
      return {
        from: "1.1.0",
        to: "1.1.1",
        declares: [{ kind: "regression", value: "1.1.0" }],
        history: [{ package: name, version: "1.1.0", date: "2022-11-18" }],
        policies: {
          core: {
            packages: [name],
            extends: "dagster/core",
            rules: { cadence: ["warn", { least: 7, exempt: ["security", "regression"] }] },
          },
        },
      };
    case "dag-20":
      return {
        package: "dagster-aws",
        from: "0.25.13",
        to: "0.25.14",
        removed: [name],
        policies: {
          library: { packages: ["dagster-aws", name], extends: "dagster/library" },
        },
      };
    case "ory-02": {
      const release = ory.find(({ versions }) => versions[`ory/${name}`] === bare(to))!;
      return { documents: guide(release, bare(to))! };
    }
    case "ory-04":
      return { breaking: ["Please change `foo` to `bar`."] };
    case "ory-05":
      return { policies: { graduated: { packages: [name], extends: "ory/graduated" } } };
    case "ory-13":
      return { from: "0.1.0-alpha.0" };
    case "ory-14":
      return {
        from: "1.0.0-next.46",
        to: "1.0.0-next.47",
        outside: [String(facts["changesetText"])],
        policies: { sandbox: { packages: [name], extends: "ory/graduated" } },
      };
    default:
      return typeof facts["migrationsAdded"] === "number"
        ? { added: times(facts["migrationsAdded"], "db/migrations/0001.py") }
        : {};
  }
}

const requiring = (released: Record<string, string>, now: Record<string, string>) => ({
  released: { engines: released, peers: {} },
  now: { engines: now, peers: {} },
});
