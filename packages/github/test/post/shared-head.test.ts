import fc from "fast-check";
import { expect, test } from "vitest";
import type { Forge, OwnStatus } from "../../src/forge/forge.ts";
import type { Evaluation } from "../../src/judge/evaluation.ts";
import { postStatus } from "../../src/post/commit-status.ts";
import { statusName } from "../../src/post/status-name.ts";
import type { PullRequest } from "../../src/pull-request.ts";
import { runs } from "../../../cli/test/kit/sampling.ts";

const BASES = ["main", "next"] as const;
const HEAD = "a".repeat(40);
/** `main` refuses the change, `next` allows it. */
const VERDICT = { main: "failure", next: "success" } as const;
type Base = keyof typeof VERDICT;

const evaluationFor = (base: Base): Evaluation =>
  ({
    kind: "judged",
    merged: true,
    report: {
      outcome: base === "main" ? "fail" : "pass",
      findings: base === "main" ? [{ level: "error" }] : [],
      releases: [],
      waived: [],
    },
  }) as unknown as Evaluation;

const pullRequest = (number: number, base: Base): PullRequest => {
  const repository = { id: 1, owner: "acme", name: "mono", defaultBranch: "main" };
  return {
    number,
    base: { ref: base, commit: "b".repeat(40), repository },
    head: { ref: `fix-${number}`, commit: HEAD, repository },
    title: "",
    author: "contrib",
    open: true,
    draft: false,
    locked: false,
    labels: [],
  };
};

/** Pull requests of one commit, and the statuses of that commit. */
class Board {
  readonly open = new Map<number, Base>();
  readonly statuses: OwnStatus[] = [];

  readonly forge = {
    setStatus: async (_: string, { name = "", state, description }) =>
      void this.statuses.unshift({ name, state, description, at: "" }),
    ownStatuses: async function* (this: Board) {
      yield* this.statuses;
    }.bind(this),
    openPullRequests: async function* (this: Board) {
      for (const [number, base] of this.open) yield pullRequest(number, base);
    }.bind(this),
  } as Partial<Forge> as Forge;

  state = (base: Base): string | undefined =>
    this.statuses.find(({ name }) => name === statusName(pullRequest(0, base).base))?.state;

  async judge(number: number): Promise<void> {
    const base = this.open.get(number);
    if (!base) return;
    const notices: string[] = [];
    const evaluation = evaluationFor(base);
    await postStatus(this.forge, pullRequest(number, base), { evaluation }, {}, notices);
    if (notices.length > 0) throw new Error(notices.join("\n"));
  }
}

const NUMBERS = [1, 2, 3];
const step = fc.record({
  kind: fc.constantFrom("open", "retarget", "close", "judge", "judge"),
  number: fc.constantFrom(...NUMBERS),
  base: fc.constantFrom(...BASES),
});

test("no status has the verdict of another branch, for any order of opening, checking, retargeting and closing", () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const board = new Board();
      const judged = new Set<number>();
      for (const { kind, number, base } of steps) {
        if (kind === "close") board.open.delete(number);
        else if (kind === "judge") await board.judge(number);
        else if (kind === "open" || board.open.has(number)) board.open.set(number, base);
        if (kind === "judge") judged.add(number);
        else judged.delete(number);
        for (const one of BASES)
          expect([undefined, "pending", VERDICT[one]]).toContain(board.state(one));
        // What was judged keeps its status, whatever becomes of the others.
        const kept = [...board.open].filter(([open]) => judged.has(open));
        for (const [, into] of kept) expect(board.state(into)).toBe(VERDICT[into]);
      }
      for (const number of NUMBERS) await board.judge(number);
      for (const into of board.open.values()) expect(board.state(into)).toBe(VERDICT[into]);
      const bases = new Set(board.open.values());
      const unused = bases.size === 1 ? BASES.filter((one) => !bases.has(one)) : [];
      for (const one of unused) expect([undefined, "pending"]).toContain(board.state(one));
    }),
    { numRuns: runs(500) },
  ));

test.each([
  [1000, "pending"],
  [1001, "success"],
] as const)("of %i open pull requests, an old status becomes %s", async (count, state) => {
  const board = new Board();
  board.open.set(1, "next");
  await board.judge(1);
  for (let number = 1; number <= count; number++) board.open.set(number, "main");
  await board.judge(1);
  expect(board.state("next")).toBe(state);
});
