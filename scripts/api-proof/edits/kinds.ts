import { CALLABLES, GENERICS } from "./callables.ts";
import type { Kind } from "./edit.ts";
import { CLASSES, MEMBERS } from "./members.ts";
import { EXPORTS, TYPES } from "./types.ts";

export const KINDS: readonly Kind[] = [
  ...CALLABLES,
  ...GENERICS,
  ...MEMBERS,
  ...CLASSES,
  ...TYPES,
  ...EXPORTS,
];
