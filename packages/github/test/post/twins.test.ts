import fc from "fast-check";
import { expect, test } from "vitest";
import { Twins } from "./twins.ts";
import { runs } from "../../../cli/test/kit/sampling.ts";

const NUMBERS = [1, 2];
const step = fc.record({
  kind: fc.constantFrom(
    "open",
    "close",
    "judge",
    "approve",
    "pretend",
    "take-back",
    "close-meanwhile",
  ),
  number: fc.constantFrom(...NUMBERS),
});

test("a commit passes exactly while one of its open pull requests is approved, for any order of events", () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 40 }), async (steps) => {
      const twins = new Twins();
      /** Judged since they were approved, even if closed before the end. */
      const known = new Set<number>();
      /** After each judgement, and what it has to be. */
      const states: [string | undefined, string | undefined][] = [];
      const approved = () => NUMBERS.filter((n) => twins.isOpen(n) && twins.isApproved(n));
      for (const { kind, number } of steps) {
        if (kind === "open") twins.open(number);
        if (kind === "approve" && twins.isShown(number)) twins.approve(number);
        // Anybody may write it, and it counts for nothing.
        if (kind === "pretend") twins.approve(number, "stranger");
        if (kind === "take-back") twins.takeBack(number);
        if (kind === "close") await twins.close(number);
        // While the next status is on its way.
        if (kind === "close-meanwhile") twins.beforeStatus = () => twins.close(number);
        if (kind === "judge") {
          if (twins.isOpen(number) && twins.isApproved(number)) known.add(number);
          await twins.judge(number);
          const isGreen = approved().some((one) => known.has(one));
          const expected = twins.isOpen(number) ? (isGreen ? "success" : "failure") : twins.state();
          states.push([twins.state(), expected]);
        }
      }
      for (const number of NUMBERS) await twins.judge(number);
      const last = approved().length > 0 ? "success" : "failure";
      states.push([twins.state(), NUMBERS.some(twins.isOpen) ? last : twins.state()]);
      expect(states.map(([state]) => state)).toEqual(states.map(([, expected]) => expected));
    }),
    { numRuns: runs(150) },
  ));

test.each([
  ["is taken back", async (twins: Twins) => twins.takeBack(1)],
  ["is on a pull request that was closed", (twins: Twins) => twins.close(1)],
])("an approval that %s makes no other pull request of its commit pass", async (_, end) => {
  const twins = new Twins();
  twins.open(1);
  await twins.judge(1);
  twins.approve(1);
  await twins.judge(1);
  await end(twins);
  twins.open(2);
  await twins.judge(2);
  expect(twins.state()).toBe("failure");
});

test("closing the approved pull request removes its approval from open ones, without another event", async () => {
  const twins = new Twins();
  for (const number of [1, 2]) twins.open(number);
  await twins.judge(1);
  twins.approve(1);
  await twins.judge(1);
  await twins.judge(2);
  expect(twins.state()).toBe("success");
  await twins.close(1);
  expect(twins.state()).toBe("failure");
});

test.each([
  ["it", 1],
  ["its twin", 2],
])(
  "an approval does not outlive its pull request that is closed while %s is checked",
  async (_, judged) => {
    const twins = new Twins();
    for (const number of [1, 2]) {
      twins.open(number);
      await twins.judge(number);
    }
    twins.approve(1);
    if (judged === 2) await twins.judge(1);
    // Its event comes before the status that rests on the approval.
    twins.beforeStatus = () => twins.close(1);
    await twins.judge(judged);
    expect(twins.state()).toBe("failure");
  },
);

test("strangers' pull requests of the same commit do not make an approved commit fail", async () => {
  const twins = new Twins();
  twins.open(100);
  await twins.judge(100);
  twins.approve(100);
  await twins.judge(100);
  expect(twins.state()).toBe("success");
  for (let number = 1; number <= 40; number += 1) {
    twins.open(number);
    await twins.judge(number);
    expect(twins.state()).toBe("success");
    expect(twins.statuses[0]!.description).toContain("[approved on #100]");
  }
});

test("checking two pull requests of one commit at once misses no approval", async () => {
  const twins = new Twins();
  for (const number of [1, 2]) twins.open(number);
  await twins.judge(2);
  twins.approve(2);
  // The twin has seen no approval yet when the approved one gets its status.
  twins.beforeStatus = () => twins.judge(2);
  await twins.judge(1);
  expect(twins.state()).toBe("success");

  // The twin has seen the approval just before it is taken back.
  twins.beforeStatus = async () => {
    twins.takeBack(2);
    await twins.judge(2);
  };
  await twins.judge(1);
  expect(twins.state()).toBe("failure");
});

test("reads its own approvals again where another pull request set the status meanwhile", async () => {
  const twins = new Twins();
  for (const number of [1, 2]) twins.open(number);
  await twins.judge(1);
  twins.beforeStatus = () => {
    twins.approve(1);
    return twins.judge(2);
  };
  await twins.judge(1);
  expect(twins.state()).toBe("success");
});
