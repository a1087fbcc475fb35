import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { linesOf } from "../../src/judge/children/lines.ts";

test("a line may come in pieces, several in one, and a character in two", async () => {
  const [first, second] = [Buffer.from("ü\n").subarray(0, 1), Buffer.from("ü\n").subarray(1)];
  const stream = Readable.from(
    ["a", "b\nc\n\nd", first, second, "without an end"].map((piece) => Buffer.from(piece)),
  );
  const lines: string[] = [];
  for await (const line of linesOf(stream)) lines.push(line);
  expect(lines).toEqual(["ab", "c", "", "dü"]);
});
