import type { PullRequest } from "../pull-request.ts";

/** A comment on a pull request. The text is a stranger's, unless `own`. */
export interface Note {
  readonly id: number;
  readonly body: string;
  /** Written by the account that this forge is signed in as, and by no other. */
  readonly own: boolean;
  readonly author: string;
  /** ISO times. A comment whose times differ was edited. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

export type State = "success" | "failure" | "error" | "pending";

/** The operations of a forge. One object is for one repository. Every method may throw `ForgeRefused`. */
export interface Forge {
  readonly mostBytes: number;
  /** Milliseconds that a second of patience takes. Default: 1000. */
  readonly second?: number | undefined;
  pullRequest(number: number): Promise<PullRequest>;
  notes(number: number): AsyncIterable<Note>;
  create(number: number, body: string): Promise<Note>;
  /** Undefined where the comment is gone. */
  update(number: number, id: number, body: string): Promise<Note | undefined>;
  /** Does nothing if it is already gone. */
  remove(number: number, id: number): Promise<void>;
  setStatus?(commit: string, status: Status): Promise<void>;
  /** The statuses of a commit that this account has set, newest first. */
  ownStatuses?(commit: string): AsyncIterable<OwnStatus>;
  /** All open pull requests. */
  openPullRequests?(): AsyncIterable<PullRequest>;
  /** A person's current permission in the repository. Without it nothing can be approved. */
  permissionOf?(login: string): Promise<Access>;
  /** Who set the label last, and when; undefined where the forge does not know. */
  labelling?(number: number, label: string): Promise<Labelling | undefined>;
}

/** From nothing to everything. */
export const ACCESS = ["none", "read", "triage", "write", "maintain", "admin"] as const;
export type Access = (typeof ACCESS)[number];

export const hasAccess = (access: Access, needed: Access): boolean =>
  ACCESS.indexOf(access) >= ACCESS.indexOf(needed);

interface Labelling {
  readonly by: string;
  /** As an ISO time. */
  readonly at: string;
}

export interface Status {
  /** Default: `release-policy`. */
  readonly name?: string;
  readonly state: State;
  /** At most 140 characters. */
  readonly description: string;
  readonly url?: string;
}

export interface OwnStatus {
  readonly name: string;
  readonly state: string;
  readonly description: string;
  /** An ISO time. */
  readonly at: string;
}

/** Why a forge did not do what was asked, in words that a face can act on. */
export type Refusal =
  | "read-only-token"
  | "locked"
  | "not-found"
  | "too-large"
  | "rate-limit"
  | "unavailable"
  | "refused";

export class ForgeRefused extends Error {
  readonly refusal: Refusal;
  /** Seconds after which the forge accepts a retry. */
  readonly retryAfter?: number;

  /** `message` contains no header, token or body. */
  constructor(refusal: Refusal, message: string, retryAfter?: number) {
    super(message);
    this.name = "ForgeRefused";
    this.refusal = refusal;
    if (retryAfter !== undefined) this.retryAfter = retryAfter;
  }
}

/** Forges ignore case in labels. */
export const isSameLabel = (name: string, label: string): boolean =>
  name.toLowerCase() === label.toLowerCase();
