import type { Location } from "./location.ts";

/** A change to an element of a public API, found by comparing declarations. */
export interface ApiDifference {
  readonly kind:
    | "removed"
    | "breaking"
    | "possibly breaking"
    | "added"
    | "compatible"
    | "deprecated"
    | "undeprecated";
  /** The entry point that exports the element: `.`, or a key under `exports` such as `./server`. */
  readonly entry: string;
  /** `Client`, with the member if it is known: `Client.open(options).retry`. */
  readonly path: string;
  /** Where the report has the element now; the start of the report if the element is gone. */
  readonly at: Location;
  /** The declaration as it was and as it is, clipped. */
  readonly before?: string;
  readonly after?: string;
  readonly because: string;
  /** By the tags that the element had before the change. */
  readonly stability: "public" | "beta" | "alpha" | "experimental" | "internal";
  readonly wasDeprecated: boolean;
}

/** How the public API of a package differs from an earlier one. */
export interface ApiChanges {
  /** `base`, or the version of the last release. */
  readonly against: string;
  readonly differences: readonly ApiDifference[];
  /** Reports of the API that are gone, while the package stays: all that they held counts as removed. */
  readonly lost: readonly { readonly path: string; readonly entry: string }[];
}
