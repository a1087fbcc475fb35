import { readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "../../../shared/data/histories");

/** A release as collected: `null` means unknown. */
export interface Collected {
  readonly date: string | null;
  readonly tag?: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly bump?: string;
  readonly breaking: number | null;
  readonly breakingOutsideSection?: readonly { readonly scope: string; readonly what: string }[];
  readonly migrationsAdded?: number;
  readonly note?: string;
  readonly offsetHolds?: boolean;
  readonly stageByVersion?: string;
  readonly stageDeclared?: string | null;
  readonly upgradeGuideHeading?: boolean | null;
  readonly flags?: readonly string[];
}

/** An API followed from its deprecation to its removal. */
export interface Chain {
  readonly api: string;
  readonly scope: string;
  readonly deprecatedIn: string | null;
  readonly announcedRemoval: string | null;
  readonly removedIn: string | null;
}

export interface Event {
  readonly id: string;
  readonly package: string;
  readonly track: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly date: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly expect: readonly string[];
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(FOLDER, name), "utf8"));

export interface Histories {
  readonly dagster: { readonly releases: Collected[]; readonly deprecationChains: Chain[] };
  readonly ory: { readonly releases: Collected[] };
  readonly polyaxon: { readonly releases: Collected[] };
  readonly events: Event[];
}

/** The collected histories. Throws where the data is not there. */
export const histories = (): Histories =>
  Object.fromEntries(
    ["dagster", "ory", "polyaxon", "events"].map((name) => [name, read(`${name}.json`)]),
  ) as unknown as Histories;
