import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonLog } from "../src/json-log.ts";
import { privateKey, webhookSecret } from "./app/keys.ts";
import { character } from "../../cli/test/kit/character.ts";

const lines = (secrets: readonly string[] = []) => {
  const written: string[] = [];
  return { written, log: jsonLog((line) => void written.push(line), secrets) };
};

test("one event is one line of JSON", () => {
  const { written, log } = lines();
  log("webhook", { repository: "acme/mono", number: 7, outcome: 202, because: undefined });
  expect(written).toHaveLength(1);
  expect(JSON.parse(written[0]!)).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    event: "webhook",
    repository: "acme/mono",
    number: 7,
    outcome: 202,
  });
});

const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      "\n",
      "\r",
      "\u001b[2J",
      "\u202e",
      "\u2028",
      "\u200b",
      "\u0085",
      "\0",
      "\ud800",
      "💥",
    ),
    fc.string({ unit: character, minLength: 1, maxLength: 2 }),
  ),
});

test("a stranger's text stays on one line, without control characters or direction marks", () =>
  fc.assert(
    fc.property(hostile, (text) => {
      const { written, log } = lines();
      log("webhook", { repository: text });
      expect(written).toHaveLength(1);
      expect(written[0]!.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      const { repository } = JSON.parse(written[0]!);
      expect(repository.slice(0, 500)).toBe(text.slice(0, 500).toWellFormed());
    }),
  ));

const known = fc.constantFrom(webhookSecret, privateKey, privateKey.trim().split("\n")[3]!);
const shaped = fc.oneof(
  fc.stringMatching(/^gh[opsur]_[A-Za-z0-9]{36}$/),
  fc.stringMatching(/^github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}$/),
  fc.stringMatching(/^eyJ[A-Za-z0-9]{20}\.eyJ[A-Za-z0-9]{20}\.[\w-]{43}$/),
);

test("writes no secret, wherever it appears in a text", () =>
  fc.assert(
    fc.property(fc.oneof(known, shaped), fc.string(), fc.string(), (secret, before, after) => {
      const { written, log } = lines([webhookSecret, privateKey, ...privateKey.trim().split("\n")]);
      log("work", { error: `${before} ${secret} ${after}` });
      expect(JSON.parse(written[0]!).error).not.toContain(secret);
      expect(written[0]).not.toContain(JSON.stringify(secret).slice(1, -1));
    }),
  ));

test.each([
  ["https://x-access-token:hunter22@github.com/acme/mono.git", "hunter22"],
  ["authorization: basic eC1hY2Nlc3MtdG9rZW46aHVudGVy", "eC1hY2Nlc3MtdG9rZW46aHVudGVy"],
  ["Bearer 0123456789abcdef", "0123456789abcdef"],
])("writes an address or a header without its password: %s", (text, secret) => {
  const { written, log } = lines();
  log("work", { error: text });
  expect(written[0]).toContain("[secret]");
  expect(written[0]).not.toContain(secret);
});

test("truncates a value at its limit, and a stack at a larger one", () => {
  const { written, log } = lines();
  log("looked", { reason: "a".repeat(9000), stack: "b".repeat(9000), stderr: "c".repeat(9000) });
  const { reason, stack, stderr } = JSON.parse(written[0]!) as Record<string, string>;
  expect([reason!.length, stack!.length, stderr!.length]).toEqual([501, 4001, 4001]);
});

test("a value that just fits is whole", () => {
  const { written, log } = lines();
  log("looked", { reason: "a".repeat(500), stack: "b".repeat(4000) });
  expect(JSON.parse(written[0]!)).toMatchObject({
    reason: "a".repeat(500),
    stack: "b".repeat(4000),
  });
});
