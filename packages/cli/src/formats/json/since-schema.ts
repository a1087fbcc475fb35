import * as z from "zod/mini";

const effectFindings = z.array(
  z.strictObject({
    rule: z.string(),
    level: z.enum(["error", "warn"]),
    package: z.optional(z.string()),
    version: z.optional(z.string()),
    message: z.string(),
  }),
);

const effectReleases = z.array(
  z.strictObject({
    commit: z.string(),
    date: z.string(),
    subject: z.string(),
    findings: effectFindings.check(z.describe("The errors that block it.")),
  }),
);

const policyEffect = z
  .strictObject({
    today: z.optional(
      z
        .strictObject({ added: effectFindings, removed: effectFindings })
        .check(z.describe("The findings on the planned release that only one of the two has.")),
    ),
    past: z.optional(
      z.strictObject({
        compared: z.int().check(z.describe("The number of past releases, newest first.")),
        from: z.optional(z.string().check(z.describe("The day of the oldest of them."))),
        refused: effectReleases.check(z.describe("Those that only the new policy blocks.")),
        allowed: effectReleases.check(z.describe("Those that only the old policy blocks.")),
        unjudged: z.int(),
        left: z.int().check(z.describe("Older commits that were not compared: at least so many.")),
        stoppedAfter: z.optional(
          z.int().check(z.describe("The time limit that ended it, in milliseconds.")),
        ),
        shallow: z.optional(z.literal(true)),
      }),
    ),
    problem: z.optional(z.string().check(z.describe("Why past releases were not compared."))),
  })
  .check(z.describe("If the change edits policies/: how the new policy differs from the old one."));

/** What a change was compared with, and what the comparison says. */
export const since = z.strictObject({
  ref: z.string(),
  base: z.string(),
  judgedBy: z.enum(["base", "head"]),
  versionCommit: z.boolean(),
  policyChanged: z.optional(
    z
      .literal(true)
      .check(z.describe("The change edits the policy, but was judged by that of the base.")),
  ),
  policyEffect: z.optional(policyEffect),
});
