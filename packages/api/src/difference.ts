/** What happened to an element of a public API. */
export type DifferenceKind =
  /** Existing uses no longer compile. */
  | "breaking"
  /** Unusual uses may no longer compile. */
  | "possibly breaking"
  | "removed"
  | "added"
  /** It changed, but existing uses still compile. */
  | "compatible"
  | "deprecated"
  | "undeprecated";

/** The stability of an element by its tags: @public or none, or one of these. */
export type Stability = "public" | "beta" | "alpha" | "experimental" | "internal";

/** A place in a declaration file; lines and columns count from 1. */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

export interface Difference {
  readonly kind: DifferenceKind;
  /** `Client`, with the member if it is known: `Client.open(options).retry`. */
  readonly path: string;
  /** Its current place; for a removed element, the old one. */
  readonly at: Place;
  /** The declaration as it was and as it is, at most 160 characters each. */
  readonly before?: string;
  readonly after?: string;
  /** The reason, with TypeScript's message for a break. */
  readonly because: string;
  /** Of the element before the change. */
  readonly stability: Stability;
  /** Whether it was deprecated before the change. */
  readonly wasDeprecated: boolean;
}
