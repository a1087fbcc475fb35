import { expect, test } from "vitest";
import { REPOSITORY } from "../emulator.ts";
import { APPROVE, headline, refusedChange } from "./people.ts";

const ALLOWED = "### ✅ Release policy: 1 release allowed (1 waived)";

test("another pull request of the same commit neither removes an approval nor keeps it alive", async () => {
  const { run, say, status, origin, github } = await refusedChange();
  const head = origin.commit("contrib:fix")!;
  origin.push("contrib:other", {}, "contrib:fix");
  origin.force("contrib:other", head);
  const twin = await github.open("contrib:other");
  await run({ number: twin });
  await run();
  expect(status()).toBe("failure");

  const approval = await say("writer", APPROVE);
  await run();
  expect(status()).toBe("success");
  expect(headline(await run({ number: twin }))).toBe(ALLOWED);
  expect(status()).toBe("success");
  expect(github.statuses(head)[0]!.description).toMatch(
    /^1 release allowed \(1 waived\) \[approved on #\d+\]$/,
  );

  await github.as("writer").request(`DELETE ${REPOSITORY}/issues/comments/${approval}`);
  await run({ number: twin });
  expect(status()).toBe("failure");
  expect(github.proxy.contradictions).toEqual([]);
}, 240_000);
