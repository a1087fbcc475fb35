import { expect, test } from "vitest";
import {
  currentRecordLine,
  recordLine,
  shownTimesIn,
  type RecordScope,
} from "../../src/approvals/record.ts";
import type { Note } from "../../src/forge/forge.ts";

const [a, b, c] = ["a", "b", "c"].map((letter) => letter.repeat(32)) as [string, string, string];
const scope: RecordScope = { repository: 1, number: 7 };
const signed: RecordScope = { ...scope, secret: "a secret" };
const CREATED = "2026-11-22T10:00:00Z";
const EDITED = "2026-11-22T11:00:00Z";
const time = (text: string) => Date.parse(text);

const note = (body: string, given: Partial<Note> = {}): Note => ({
  id: 1,
  body: `<!-- marker -->\n### Verdict\n\n${body}\n`,
  own: true,
  author: "github-actions[bot]",
  createdAt: CREATED,
  updatedAt: EDITED,
  ...given,
});

test("a new release counts as shown since the comment's last edit", () => {
  const line = recordLine([a, b], new Map([[a, time(CREATED)]]), scope);
  expect(shownTimesIn(note(line), scope)).toEqual(
    new Map([
      [a, time(CREATED)],
      [b, time(EDITED)],
    ]),
  );
});

test("a release that is no longer shown is forgotten", () => {
  const shown = new Map([
    [a, time(CREATED)],
    [b, time(CREATED)],
  ]);
  expect([...shownTimesIn(note(recordLine([b, c], shown, scope)), scope).keys()]).toEqual([b, c]);
});

test("a record in another comment, or not in the last line, is ignored", () => {
  const line = recordLine([a], new Map(), scope);
  expect(shownTimesIn(note(line, { own: false }), scope)).toEqual(new Map());
  expect(shownTimesIn(note(`> ${line}`), scope)).toEqual(new Map());
  expect(shownTimesIn(note(`${line} and`), scope)).toEqual(new Map());
  expect(shownTimesIn(note(`${line}\n\nNo more.`), scope)).toEqual(new Map());
  expect(shownTimesIn(undefined, scope)).toEqual(new Map());
});

test("no record dates from before the comment", () => {
  const line = recordLine([a], new Map([[a, 5]]), scope);
  expect(shownTimesIn(note(line), scope)).toEqual(new Map([[a, time(CREATED)]]));
});

test("a signed record is bound to its secret and its pull request", () => {
  const line = recordLine([a], new Map(), signed);
  expect(shownTimesIn(note(line), signed).size).toBe(1);
  const others = [
    { ...signed, secret: "another" },
    { ...signed, number: 8 },
    { ...signed, repository: 2 },
  ];
  for (const other of others) expect(shownTimesIn(note(line), other).size).toBe(0);
});

test("an edited record, or one without its signature, is invalid", () => {
  const line = recordLine([a], new Map([[a, time(EDITED)]]), signed);
  const earlier = line.replace(/=\w+/, `=${time(CREATED).toString(36)}`);
  expect(earlier).not.toBe(line);
  expect(shownTimesIn(note(earlier), signed).size).toBe(0);
  expect(shownTimesIn(note(recordLine([a], new Map(), scope)), signed).size).toBe(0);
  expect(shownTimesIn(note(line.replace(a, b)), signed).size).toBe(0);
});

test("the line is unchanged for the same releases", () => {
  const line = recordLine([a, b], new Map([[a, time(CREATED)]]), signed);
  expect(currentRecordLine([a, b], note(line))).toBe(line);
  expect(currentRecordLine([a], note(line))).toBeUndefined();
  expect(currentRecordLine([a, c], note(line))).toBeUndefined();
  expect(currentRecordLine([a], note("nothing"))).toBeUndefined();
});

test("five hundred releases fit into a third of a comment", () => {
  const digests = Array.from({ length: 900 }, (_, i) => String(i).padStart(32, "x"));
  const shown = new Map(digests.map((digest) => [digest, time(EDITED)]));
  const line = recordLine(digests, shown, signed);
  expect(line.length).toBeLessThan(21_500);
  expect(shownTimesIn(note(line), signed).size).toBe(500);
});

test.each(["", ",", "=", "!".repeat(32), `${a}=`, `${a}=${"z".repeat(12)}`, "x".repeat(40_000)])(
  "an invalid record %j is ignored",
  (text) => {
    expect(shownTimesIn(note(`<!-- rp:approvals v1 ${text} -->`), scope)).toEqual(new Map());
  },
);
