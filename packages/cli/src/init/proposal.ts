import type { Package } from "@release-policy/core/types";

/** A track that is proposed: what its file says beside its packages, and who is on it. */
export interface ProposedTrack {
  /** The name of its file. */
  readonly name: string;
  /** In a sentence without a full stop, for a comment. */
  readonly about: string;
  readonly keys: Readonly<Record<string, unknown>>;
  readonly members: readonly Package[];
}

/** How the proposal is to differ from what the versions show. */
export interface Wishes {
  /** A preset for all packages that fit it. */
  readonly preset?: string;
  /** Presets in place of the keys of proposed tracks, by the track's name. */
  readonly presets?: Readonly<Record<string, string>>;
}
