import type { PresetFile } from "../schema/track.ts";

/** What `extends` can name: a track without its packages. */
export type Preset = PresetFile & {
  /** What it is, in a sentence. */
  readonly about: string;
  /** What a track cannot say, for workspace.yaml: trains, compatibility, dependencies. Shown on the page of presets. */
  readonly workspace?: Readonly<Record<string, unknown>>;
};
export type Presets = Readonly<Record<string, Preset>>;
