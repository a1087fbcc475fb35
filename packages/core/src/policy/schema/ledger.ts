import * as z from "zod/mini";
import { date, listOf, once, oneOf, optional, ruleId, strict, text } from "./words.ts";

const quotedVersion = (what: string) => text(`${what}, in quotes`);

const deprecation = () =>
  strict({
    package: text("a package name"),
    api: text("the name of what is deprecated"),
    deprecatedIn: quotedVersion("the version that says so first"),
    since: optional(date(), "The day of that version."),
    replacement: optional(
      z.union([text("what to use instead"), z.literal(false)], {
        error: "write what to use instead, or false where there is nothing",
      }),
      "What to use instead; false where there is nothing.",
    ),
    announcedRemoval: optional(quotedVersion("the version that it is announced to go in")),
    removedIn: optional(quotedVersion("the version that it went in")),
    state: z._default(oneOf(["active", "removed", "rolledBack"]), "active"),
  });

/** `policies/deprecations.yaml` */
export const deprecationsSchema = once(() =>
  strict({ $schema: z.optional(z.string()), deprecations: listOf(deprecation(), "deprecations") }),
);

const waiver = () =>
  strict({
    rule: ruleId(),
    package: text("a package name"),
    version: text("the version that is allowed, in quotes"),
    reason: text("why it is allowed, in one sentence"),
    owner: text("who answers for it"),
    until: date(),
  });

/** `policies/waivers.yaml` */
export const waiversSchema = once(() =>
  strict({ $schema: z.optional(z.string()), waivers: listOf(waiver(), "waivers") }),
);
