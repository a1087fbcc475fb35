import * as z from "zod/mini";
import { since } from "./since-schema.ts";

const location = z.strictObject({
  path: z.string().check(z.describe("Relative to the workspace, with forward slashes.")),
  line: z.int().check(z.describe("From 1.")),
  column: z.int().check(z.describe("From 1.")),
  length: z.optional(z.int()),
});
/** A manifest's place inside a cause may still be a path of keys. */
const rawLocation = z.extend(location, { pointer: z.optional(z.array(z.string())) });
const bump = z.enum(["none", "patch", "minor", "major"]);
const needs = z.optional(
  bump.check(z.describe("The least bump of the other package that has this effect.")),
);
const field = z.enum([
  "dependencies",
  "peerDependencies",
  "optionalDependencies",
  "devDependencies",
]);

const cause = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("changeset"), changeset: z.string(), bump, at: rawLocation }),
  z.strictObject({
    kind: z.literal("dependency"),
    on: z.string(),
    field,
    range: z.string(),
    left: z.optional(z.boolean().check(z.describe("The new version is outside of the range."))),
    needs,
    bump,
  }),
  z.strictObject({
    kind: z.literal("group"),
    group: z.enum(["fixed", "linked"]),
    from: z.string().check(z.describe("The member whose bump the group takes.")),
    highest: z.string().check(z.describe("The member whose version the group counts from.")),
    version: z.string(),
    needs,
    bump,
  }),
  z.strictObject({ kind: z.literal("pre"), tag: z.string(), bump, at: rawLocation }),
  z.strictObject({ kind: z.literal("lane"), lane: z.optional(z.string()), bump }),
  z.strictObject({ kind: z.literal("epic"), lead: z.string(), needs, bump }),
  z.strictObject({ kind: z.literal("train"), leader: z.string(), bump }),
  z.strictObject({ kind: z.literal("unpublished"), bump }),
]);

const findingKeys = {
  rule: z.string(),
  level: z.enum(["error", "warn"]),
  package: z.optional(z.string()),
  version: z.optional(
    z.string().check(z.describe("The version of the package after the plan: what a waiver names.")),
  ),
  message: z
    .string()
    .check(z.describe("Code between backticks. May hold text from the repository: escape it.")),
  help: z.string(),
  at: location,
  policy: z.optional(z.strictObject({ at: location, text: z.string() })),
  chain: z
    .array(z.strictObject({ package: z.string(), to: z.string(), cause }))
    .check(z.describe("From the release back to the changeset that started it.")),
};

const release = z.strictObject({
  name: z.string(),
  dir: z.string(),
  track: z.optional(z.string()),
  private: z.boolean(),
  from: z.string(),
  to: z.string(),
  bump: bump.check(
    z.describe("The distance between the two versions; none where only a prerelease moves."),
  ),
  causes: z.array(cause),
  written: z.boolean().check(z.describe("True where a version commit has written it already.")),
  distTag: z.optional(
    z
      .union([
        z.strictObject({
          tag: z.string(),
          by: z.enum([
            "command",
            "default",
            "manifest",
            "settings",
            "pre-mode",
            "only-prereleases",
          ]),
          orLatest: z.optional(z.literal(true)),
        }),
        z.strictObject({ refusal: z.enum(["pre-mode", "prerelease", "range", "lower"]) }),
      ])
      .check(
        z.describe(
          "What the release command will publish it under. Only with distTag in a policy.",
        ),
      ),
  ),
});

const api = z.strictObject({
  package: z.string(),
  against: z
    .string()
    .check(z.describe("What it is compared with: base, or the version of the last release.")),
  least: bump.check(z.describe("The least bump that fits the differences.")),
  planned: bump,
  breaks: z
    .enum(["no", "possibly", "yes"])
    .check(z.describe("Whether something breaks that may not change in every release.")),
  differences: z.array(
    z.strictObject({
      kind: z.enum([
        "removed",
        "breaking",
        "possibly breaking",
        "added",
        "compatible",
        "deprecated",
        "undeprecated",
      ]),
      entry: z.string().check(z.describe("The entry point: . or a path such as ./server.")),
      path: z.string().check(z.describe("The element, and its member where one is known.")),
      at: location,
      before: z.optional(z.string()),
      after: z.optional(z.string()),
      because: z.string(),
      stability: z.enum(["public", "beta", "alpha", "experimental", "internal"]),
      wasDeprecated: z.boolean(),
      unstable: z.boolean().check(z.describe("The element may change in any release.")),
    }),
  ),
});

const approvals = z.strictObject({
  rules: z.union([z.literal("all"), z.array(z.string())]),
  permission: z.enum(["write", "maintain", "admin"]),
  label: z.optional(z.string()),
  comment: z.boolean(),
  byAnother: z.boolean(),
  at: location,
  asked: z
    .array(
      z.strictObject({
        package: z.string(),
        version: z.string(),
        rules: z.array(z.string()),
        digest: z
          .string()
          .check(
            z.describe(
              "An approval is valid while this is unchanged: version, rules and changesets.",
            ),
          ),
      }),
    )
    .check(z.describe("The releases that an approval can allow, or has allowed.")),
  refused: z.array(
    z.strictObject({
      by: z.string(),
      at: z.string(),
      via: z.enum(["comment", "label"]),
      package: z.optional(z.string()),
      version: z.optional(z.string()),
      why: z.string(),
    }),
  ),
});

const plannerDoubt = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("patched"),
    packages: z.array(z.string()),
    by: z.enum(["pnpm", "yarn", "bun", "patch-package"]),
  }),
  z.strictObject({
    kind: z.literal("release"),
    pinned: z.string().check(z.describe("The pnpm version that the workspace pins.")),
    situations: z.optional(
      z
        .array(z.string())
        .check(
          z.describe(
            "Situations in which it was measured to plan something else; missing if not measured.",
          ),
        ),
    ),
  }),
  z.strictObject({
    kind: z.literal("pre-state"),
    changesets: z
      .array(z.string())
      .check(z.describe("Changesets that pre.json of Changesets 2 lists as used.")),
  }),
]);

const verdict = z.strictObject({
  version: z.literal(1),
  outcome: z.enum(["pass", "warn", "fail"]),
  planner: z.strictObject({
    id: z.enum(["changesets@2", "changesets@3", "pnpm"]),
    package: z.string(),
    version: z.string(),
    from: z.enum(["workspace", "bundled"]),
    patched: z.optional(
      z.boolean().check(z.describe("The workspace patches a package of the planner.")),
    ),
    doubts: z.optional(
      z
        .array(plannerDoubt)
        .check(z.describe("Why the planner that will run may plan something else.")),
    ),
    peersOnlyOutOfRange: z.optional(
      z.boolean().check(z.describe("Changesets 2: peers are bumped only when they leave a range.")),
    ),
  }),
  since: z.optional(since),
  counts: z.strictObject({
    errors: z.int(),
    warnings: z.int(),
    waived: z.int().check(z.describe("Findings that a waiver or an approval allows.")),
    accepted: z.int().check(z.describe("Findings that policies/baseline.yaml accepts.")),
    evaluated: z
      .int()
      .check(z.describe("Findings of a track or a rule whose mode does not let them count yet.")),
    pending: z.int(),
    releases: z.int(),
  }),
  findings: z.array(z.strictObject(findingKeys)),
  pending: z
    .array(z.strictObject(findingKeys))
    .check(z.describe("Findings that the base already has; they do not count.")),
  waived: z.array(
    z.strictObject({
      ...findingKeys,
      waiver: z.optional(
        z.strictObject({
          reason: z.string(),
          owner: z.string(),
          until: z.string(),
          at: location,
        }),
      ),
      approval: z.optional(
        z
          .strictObject({ by: z.string(), at: z.string(), via: z.enum(["comment", "label"]) })
          .check(
            z.describe("In place of a waiver: who approved it on the pull request, and when."),
          ),
      ),
      accepted: z.optional(
        z
          .strictObject({ owner: z.string(), until: z.string(), at: location })
          .check(z.describe("In place of a waiver: its entry in the baseline.")),
      ),
      evaluated: z.optional(
        z
          .strictObject({ until: z.string(), at: location })
          .check(z.describe("In place of a waiver: the day from which it counts.")),
      ),
    }),
  ),
  approvals: z.optional(approvals),
  releases: z.array(release),
  apis: z.optional(
    z.array(api).check(z.describe("The packages whose public API differs, by their API reports.")),
  ),
  notes: z.array(z.string()),
});

const cannotJudge = z.strictObject({
  version: z.literal(1),
  outcome: z.literal("cannot-judge").check(z.describe("Exit code 2.")),
  obstacles: z.array(
    z.strictObject({
      message: z.string(),
      help: z.optional(z.string()),
      at: z.optional(location),
    }),
  ),
});

/** The form of `release-policy check --format json`, version 1. */
export const reportSchema = z.discriminatedUnion("outcome", [verdict, cannotJudge]);
