import * as s from "../../policy/schema/definition.ts";
import type { Need } from "../../facts/evidence.ts";
import type { Policy } from "../../policy/policy.ts";
import { flag, glob, listOf, oneOf, optional, strict, texts } from "../../policy/schema/words.ts";
import type { ChangeKind } from "./change.ts";

const smallest = (about: string) => optional(oneOf(["off", "patch", "minor", "major"]), about);

const bumpsByKind = () =>
  strict({
    breaking: smallest(
      "A breaking change that a changeset declares or an API report shows. Default: the track's `breaking`.",
    ),
    experimental: smallest(
      "A breaking change below a heading `Experimental`, or marked `BREAKING (experimental)`. Default: like any breaking change.",
    ),
    removal: smallest(
      "An API that a changeset removes. Default: if the track has `require.removal`, its `bump`, otherwise the track's `breaking`.",
    ),
    deprecation: smallest("An API that a changeset deprecates. Default: off."),
    migration: smallest("A file that the change adds and that `migrations` matches. Default: off."),
    runtime: smallest("A release line of a runtime or a peer that is dropped. Default: off."),
    export: smallest("A path that is removed from `exports` of package.json. Default: off."),
  });

const watchedRuntimes = () =>
  strict({
    fields: s.withDefault(
      texts("keys of engines, such as node").check(
        s.description('Which keys of `engines` count; `["*"]` for all.'),
      ),
      ["*"],
    ),
    peers: s.withDefault(
      s
        .array(s.string(), { error: "write a list of names of peers" })
        .check(
          s.description('Peers outside of the workspace that count as well; `["*"]` for all.'),
        ),
      [],
    ),
    floor: flag("Whether a higher minimum within a line, such as 20.0 to 20.19, counts as a drop."),
    onlyEol: flag("Whether a line of Node may only be dropped after its end of life."),
  });

/** The options of `change-bump`. */
export const changeBumpOptions = () =>
  strict({
    kinds: s.withDefault(bumpsByKind(), {}),
    each: flag("Whether every package of the changeset needs the bump, not only one of them."),
    own: flag(
      "Whether the changeset itself must declare the bump, even if the release gets it anyway.",
    ),
    migrations: s.withDefault(
      listOf(glob(), "globs such as **/migrations/**").check(
        s.minLength(1, { error: "write a list of globs" }),
        s.description("Globs of migrations, from the root. The last match decides; `!` excludes."),
      ),
      ["**/migrations/**"],
    ),
    runtimes: s.withDefault(watchedRuntimes(), {
      fields: ["*"],
      peers: [],
      floor: false,
      onlyEol: false,
    }),
  });

export type ChangeBumpOptions = s.Infer<ReturnType<typeof changeBumpOptions>>;

/** What the kinds that a policy switches on have to know beyond the plan. */
export function changeBumpNeeds(policy: Policy): readonly Need[] {
  const settings = [policy, ...policy.tracks].flatMap(
    ({ settings: own }) => own.get("change-bump") ?? [],
  );
  const kinds = settings.map(({ options }) => (options as ChangeBumpOptions | undefined)?.kinds);
  const isOn = (kind: ChangeKind) =>
    kinds.some((one) => one?.[kind] !== undefined && one[kind] !== "off");
  return [
    ...(isOn("runtime") || isOn("export") ? (["requirements"] as const) : []),
    ...(isOn("migration") ? (["additions"] as const) : []),
  ];
}
