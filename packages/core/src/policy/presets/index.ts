import { dagster } from "./dagster.ts";
import { guards } from "./guards.ts";
import { opentelemetry } from "./opentelemetry.ts";
import { ory } from "./ory.ts";
import { platforms } from "./platforms.ts";
import { polyaxon } from "./polyaxon.ts";
import type { Presets } from "../schema/track.ts";

/** What `extends` can name. */
export const PRESETS: Presets = {
  ...guards,
  ...ory,
  ...dagster,
  ...polyaxon,
  ...opentelemetry,
  ...platforms,
};
