import fc from "fast-check";
import { expect, test } from "vitest";
import { markerKey, readMarker, withMarker } from "../../src/sticky-comment/marker.ts";
import { character } from "../../../cli/test/kit/character.ts";

const HEAD = "c".repeat(40);
const LINE = `<!-- rp:sticky:main v1 run=7 head=${HEAD} digest=0123456789abcdef -->`;

test("key, run, head and text round-trip through the marker", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: character }),
      fc.string({ unit: character }),
      fc.nat({ max: Number.MAX_SAFE_INTEGER }),
      (key, text, run) => {
        const body = withMarker(text, { key, run, head: HEAD });
        const read = readMarker(body);
        expect(read?.marker).toMatchObject({ key: markerKey(key), run, head: HEAD });
        expect(read?.text).toBe(text);
        // One comment of HTML, which ends where its line does: no key gets out of it.
        const [line = ""] = body.split("\n");
        expect(line.match(/-->/g)).toHaveLength(1);
        expect(line).not.toMatch(/--(?!>$|\s*rp:)/);
      },
    ),
  );
});

test("two keys never collide", () => {
  const keys = fc.oneof(fc.string({ unit: character }), fc.stringMatching(/^[a-z0-9._/-]{0,40}$/));
  fc.assert(
    fc.property(keys, keys, (a, b) => {
      expect(markerKey(a) === markerKey(b)).toBe(a === b);
    }),
  );
});

test.each<[string, string]>([
  ["a line before it", `hello\n${LINE}\ntext`],
  ["an empty line before it", `\n${LINE}\ntext`],
  ["a space before it", ` ${LINE}\ntext`],
  ["something after it", `${LINE} x\ntext`],
  ["quoted", `> ${LINE}\ntext`],
  ["no text under it", LINE],
  ["another version", `${LINE.replace("v1", "v2")}\ntext`],
  ["a key in capitals", `${LINE.replace("main", "Main")}\ntext`],
  ["a key with a space", `${LINE.replace("main", "main x")}\ntext`],
  ["no key", `${LINE.replace("main", "")}\ntext`],
  ["a run below zero", `${LINE.replace("run=7", "run=-7")}\ntext`],
  ["a run with a zero in front", `${LINE.replace("run=7", "run=07")}\ntext`],
  ["a run in another notation", `${LINE.replace("run=7", "run=1e9")}\ntext`],
  ["a run that is not a safe integer", `${LINE.replace("run=7", "run=9999999999999999")}\ntext`],
  ["a head that is short", `${LINE.replace(HEAD, "c".repeat(39))}\ntext`],
  ["a head in capitals", `${LINE.replace(HEAD, HEAD.toUpperCase())}\ntext`],
  ["no digest", `${LINE.replace(/ digest=\w+/, "")}\ntext`],
  ["a digest that is long", `${LINE.replace("abcdef", "abcdef0")}\ntext`],
  ["another comment of HTML", `<!-- rp:approvals v1 x -->\ntext`],
  ["a look-alike letter", `${LINE.replace("sticky", "stіcky")}\ntext`],
  ["a space of no width", `${LINE.replace("rp:", "rp\u200B:")}\ntext`],
])("a first line with %s is not a marker", (_name, body) => {
  expect(readMarker(`${LINE}\ntext`)).toBeDefined();
  expect(readMarker(body)).toBeUndefined();
});

test("changed line endings or missing final ones are not a change", () => {
  const body = withMarker("one\ntwo\n\n", { key: "main", run: 1, head: HEAD });
  const windows = readMarker(body.replaceAll("\n", "\r\n").trimEnd());
  expect(windows?.marker).toEqual(readMarker(body)?.marker);
  expect(withMarker(windows?.text ?? "", { key: "main", run: 1, head: HEAD }).split("\n")[0]).toBe(
    body.split("\n")[0],
  );
});
