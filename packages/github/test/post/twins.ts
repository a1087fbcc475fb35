import type { Report } from "release-policy";
import type { Forge, Note, OwnStatus } from "../../src/forge/forge.ts";
import type { Evaluation } from "../../src/judge/evaluation.ts";
import { post } from "../../src/post/post.ts";
import { pullRequestsToRejudge } from "../../src/post/twin-approvals.ts";
import type { PullRequest } from "../../src/pull-request.ts";

const at = { path: "policies/workspace.yaml", line: 1, column: 1 };
const core = { package: "@acme/core", version: "2.0.0" };
const DIGEST = "d".repeat(32);

const report: Report = {
  outcome: "fail",
  planner: { id: "pnpm", package: "pnpm", version: "1.0.0", from: "bundled" },
  releases: [
    {
      name: "@acme/core",
      dir: "packages/core",
      private: false,
      from: "1.2.0",
      to: "2.0.0",
      bump: "major",
      causes: [],
      written: false,
    },
  ],
  findings: [
    {
      rule: "declared-bump",
      level: "error",
      ...core,
      message: ["no major"],
      help: ["declare a minor"],
      at,
      chain: [],
    },
  ],
  pending: [],
  waived: [],
  notes: [],
  approvals: {
    rules: ["declared-bump"],
    permission: "write",
    comment: true,
    byAnother: true,
    line: { at, text: "approvals:" },
    asked: [{ ...core, rules: ["declared-bump"], digest: DIGEST }],
    refused: [],
  },
};

/** A major that needs an approval, whichever pull request brings it. */
const REFUSED: Evaluation = { kind: "judged", merged: true, report };

export const HEAD = "a".repeat(40);
const repository = { id: 1, owner: "acme", name: "mono", defaultBranch: "main" };

export const pullRequestOf = (number: number, open = true): PullRequest => ({
  number,
  base: { ref: "main", commit: "b".repeat(40), repository },
  head: { ref: `fix-${number}`, commit: HEAD, repository },
  title: "",
  author: "stranger",
  open,
  draft: false,
  locked: false,
  labels: [],
});

/** Pull requests of one commit into one branch, on a forge in memory with times of its own. */
export class Twins {
  readonly #open = new Set<number>();
  readonly #notes = new Map<number, Note[]>();
  readonly statuses: OwnStatus[] = [];
  /** Done once, before the next status is set. */
  beforeStatus: (() => Promise<void>) | undefined;
  #clock = Date.parse("2026-11-22T10:00:00Z");
  #last = 0;

  readonly forge: Forge = {
    mostBytes: 65_536,
    pullRequest: async (number) => this.#pullRequest(number),
    notes: async function* (this: Twins, number: number) {
      yield* this.#notesOf(number);
    }.bind(this),
    create: async (number, body) => this.#write(number, body, true),
    update: async (number, id, body) => {
      const notes = this.#notesOf(number);
      const i = notes.findIndex((note) => note.id === id);
      notes[i] = { ...notes[i]!, body, updatedAt: this.#tick() };
      return notes[i];
    },
    remove: async (number, id) => {
      const kept = this.#notesOf(number).filter((note) => note.id !== id);
      this.#notes.set(number, kept);
    },
    setStatus: async (_, { name = "", state, description }) => {
      const before = this.beforeStatus;
      this.beforeStatus = undefined;
      await before?.();
      this.statuses.unshift({ name, state, description, at: this.#tick() });
    },
    ownStatuses: async function* (this: Twins) {
      yield* this.statuses.slice();
    }.bind(this),
    openPullRequests: async function* (this: Twins) {
      for (const number of this.#open) yield this.#pullRequest(number);
    }.bind(this),
    permissionOf: async (login) => (login === "maintainer" ? "write" : "read"),
  };

  isOpen = (number: number): boolean => this.#open.has(number);
  state = (): string | undefined => this.statuses[0]?.state;
  isApproved = (number: number): boolean =>
    this.#notesOf(number).some(({ author }) => author === "maintainer");
  /** Whether its comment shows what would be approved. */
  isShown = (number: number): boolean => this.#notesOf(number).some(({ own }) => own);

  open = (number: number): void => void this.#open.add(number);

  /** As the App learns about it. */
  async close(number: number): Promise<void> {
    if (!this.#open.delete(number)) return;
    for (const twin of await pullRequestsToRejudge(this.forge, HEAD)) await this.judge(twin.number);
  }

  approve(number: number, by = "maintainer"): void {
    this.#write(number, "/release-policy approve @acme/core@2.0.0", false, by);
  }

  takeBack(number: number): void {
    this.#notes.set(
      number,
      this.#notesOf(number).filter(({ own }) => own),
    );
  }

  async judge(number: number): Promise<void> {
    if (!this.isOpen(number)) return;
    const run = (this.#last += 1);
    const posted = await post(this.forge, this.#pullRequest(number), REFUSED, { run, settle: 0 });
    if (posted.notices.length > 0) throw new Error(posted.notices.join("\n"));
  }

  #pullRequest(number: number): PullRequest {
    return pullRequestOf(number, this.#open.has(number));
  }

  #notesOf(number: number): Note[] {
    const notes = this.#notes.get(number) ?? [];
    this.#notes.set(number, notes);
    return notes;
  }

  #write(number: number, body: string, own: boolean, author = "bot"): Note {
    const now = this.#tick();
    const note = { id: (this.#last += 1), body, own, author, createdAt: now, updatedAt: now };
    this.#notesOf(number).push(note);
    return note;
  }

  #tick(): string {
    this.#clock += 1000;
    return new Date(this.#clock).toISOString();
  }
}
