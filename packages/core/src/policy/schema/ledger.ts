import * as s from "./definition.ts";
import {
  date,
  inside,
  listOf,
  once,
  oneOf,
  optional,
  ruleId,
  strict,
  text,
  wholeNumber,
} from "./words.ts";

const quotedVersion = (what: string) => text(`${what}, in quotes`);

const deprecation = () =>
  strict({
    package: text("a package name"),
    api: text("the name of what is deprecated"),
    deprecatedIn: quotedVersion("the first version that deprecates it"),
    since: optional(date(), "The release date of that version."),
    replacement: optional(
      s.union([text("the replacement"), s.literal(false)], {
        error: "write the replacement, or false if there is none",
      }),
      "The replacement; false if there is none.",
    ),
    announcedRemoval: optional(quotedVersion("the version announced for its removal")),
    removedIn: optional(quotedVersion("the version that removed it")),
    state: s.withDefault(oneOf(["active", "removed", "rolledBack"]), "active"),
  });

/** `policies/deprecations.yaml` */
export const deprecationsSchema = once(() =>
  strict({ $schema: optional(s.string()), deprecations: listOf(deprecation(), "deprecations") }),
);

const waiver = () =>
  strict({
    rule: ruleId(),
    package: text("a package name"),
    version: text("the allowed version, in quotes"),
    api: optional(
      text("the path of an element, such as Client.open"),
      "Only the element of the public API that a finding of change-bump names.",
    ),
    reason: text("the reason, in one sentence"),
    owner: text("the owner of this exception"),
    until: date(),
  });

/** `policies/waivers.yaml` */
export const waiversSchema = once(() =>
  strict({ $schema: optional(s.string()), waivers: listOf(waiver(), "waivers") }),
);

const accepted = () =>
  strict({
    rule: ruleId(),
    package: optional(text("a package name")),
    file: inside("a path"),
    api: optional(text("the path of an element, such as Client.open")),
    version: optional(
      text("a version, in quotes"),
      "Of a release that no changeset of its own identifies.",
    ),
    count: s.withDefault(wholeNumber().check(s.description("How many findings. Default: 1.")), 1),
    owner: text("who will fix them"),
    until: date(),
  });

/** `policies/baseline.yaml` */
export const baselineSchema = once(() =>
  strict({ $schema: optional(s.string()), baseline: listOf(accepted(), "accepted findings") }),
);
