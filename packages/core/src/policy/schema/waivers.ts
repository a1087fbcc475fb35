import * as z from "zod/mini";
import { date, list, once, strict, text } from "./words.ts";

const waiver = () =>
  strict({
    rule: text("the name of a rule"),
    package: text("a package name"),
    version: text("the version that is allowed, in quotes"),
    reason: text("why it is allowed, in one sentence"),
    owner: text("who answers for it"),
    until: date(),
  });

/** `policies/waivers.yaml` */
export const waiversSchema = once(() =>
  strict({ $schema: z.optional(z.string()), waivers: list(waiver(), "waivers") }),
);
