import { CALLABLES, GENERICS } from "./callables.ts";
import type { Kind } from "./edit.ts";
import { MEMBERS } from "./members.ts";
import { CLASSES } from "./classes.ts";
import { EXPORTS } from "./exports.ts";
import { TYPES } from "./types.ts";

export const KINDS: readonly Kind[] = [
  ...CALLABLES,
  ...GENERICS,
  ...MEMBERS,
  ...CLASSES,
  ...TYPES,
  ...EXPORTS,
];
