import * as z from "zod/mini";
import {
  oneOf,
  once,
  optional,
  range,
  rules,
  selectors,
  strict,
  text,
  texts,
  trackBumps,
} from "./words.ts";

const prerelease = () =>
  z.union(
    [z.enum(["forbidden", "allowed"]), strict({ required: texts("prerelease ids such as alpha") })],
    { error: "write forbidden, allowed or { required: [alpha, beta] }" },
  );

const trackKeys = () => ({
  versions: optional(range(), "The shape of every released version."),
  prerelease: optional(prerelease(), "Whether a released version may, or must, be a prerelease."),
  bumps: optional(trackBumps()),
  breaking: optional(
    oneOf(["patch", "minor", "major"]),
    "The smallest bump that may carry a breaking change.",
  ),
  rules: optional(rules(), "Levels and options of rules on this track."),
});

/** `policies/<track>.yaml` */
export const trackSchema = once(() =>
  strict({
    $schema: z.optional(z.string()),
    extends: optional(text("the name of a preset"), "A preset to start from."),
    packages: selectors(),
    ...trackKeys(),
  }),
);

export type TrackFile = z.infer<ReturnType<typeof trackSchema>>;

/** What a preset may say: a track without packages. */
export type PresetFile = Omit<TrackFile, "$schema" | "extends" | "packages">;
