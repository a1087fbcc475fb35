import type { Bump } from "../versions/bump.ts";
import { type Path, type PolicyFile, lineAt } from "./file.ts";
import type { PlacedSelector } from "./policy.ts";
import { selector } from "./selector.ts";
import { rangeOf } from "./track.ts";

export const placed = (file: PolicyFile, path: Path, texts: readonly string[]): PlacedSelector[] =>
  texts.map((text, i) => ({ ...selector(text), line: lineAt(file, [...path, i]) }));

export const shapeOf = (shape: string) => ({ shape, range: rangeOf(shape) ?? shape });

/** Nobody can be kept from asking for nothing. */
export const withNone = (bumps: readonly Bump[]): readonly Bump[] => [
  ...new Set<Bump>(["none", ...bumps]),
];

export const recordOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
