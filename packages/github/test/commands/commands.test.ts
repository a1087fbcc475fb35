import * as fc from "fast-check";
import { expect, test } from "vitest";
import { commandsIn, type Command } from "../../src/commands/commands.ts";
import { runs } from "../../../cli/test/kit/sampling.ts";

const approve = (name: string, version: string): Command => ({
  kind: "approve",
  package: name,
  version,
});

test.each<[string, Command]>([
  ["/release-policy recheck", { kind: "recheck" }],
  ["   /release-policy recheck", { kind: "recheck" }],
  ["/release-policy explain @acme/core", { kind: "explain", package: "@acme/core" }],
  ["/release-policy explain `@acme/core`", { kind: "explain", package: "@acme/core" }],
  ["/release-policy explain ./libs/a", { kind: "explain", package: "./libs/a" }],
  ["/release-policy approve @acme/core@2.0.0", approve("@acme/core", "2.0.0")],
  ["/release-policy approve `@acme/core@2.0.0`", approve("@acme/core", "2.0.0")],
  [
    "/release-policy approve `core@2.0.0` abcdefghijklmnopqr-_",
    { ...approve("core", "2.0.0"), seen: "abcdefghijklmnopqr-_" } as Command,
  ],
  ["/release-policy   approve\tcore@2.0.0-rc.1  ", approve("core", "2.0.0-rc.1")],
])("reads %j", (body, command) => {
  expect(commandsIn(body)).toEqual([command]);
});

test.each([
  ["no version", "approve @acme/core"],
  ["a range", "approve @acme/core@^2.0.0"],
  ["a tag", "approve @acme/core@latest"],
  ["markup", "approve [core](https://evil.example)@2.0.0"],
  ["a tag of HTML", "approve <img/src=x>@2.0.0"],
  ["an entity", "approve core&#64;2@2.0.0"],
  ["a name that leads out", "approve ../core@2.0.0 now"],
  ["a mark that is too short to say anything", "approve core@2.0.0 abc"],
  ["a mark where none belongs", "explain core abcdefghijklmnopqr"],
  ["two names", "approve core@2.0.0 ui@2.0.0"],
  ["a star", "approve @acme/*@2.0.0"],
  ["a name of 300 characters", `approve ${"a".repeat(300)}@2.0.0`],
  ["half a pair of backticks", "approve `core@2.0.0"],
  ["control characters", "approve co\u001Bre@2.0.0"],
  ["a word after it", "recheck now"],
  ["nothing to explain", "explain"],
  ["another case", "Approve core@2.0.0"],
])("a command with %s is rejected", (_, text) => {
  expect(commandsIn(`/release-policy ${text}`)).toMatchObject([{ kind: "unknown" }]);
});

test.each([
  ["quoted", "> /release-policy recheck"],
  ["indented", "    /release-policy recheck"],
  ["in a list", "- /release-policy recheck"],
  ["in a fence", "```\n/release-policy recheck\n```"],
  ["in a fence that a shorter one does not end", "````\n```\n/release-policy recheck\n````"],
  ["in a fence that never ends", "~~~sh\n/release-policy recheck"],
  ["in the middle of a sentence", "Write /release-policy recheck"],
  ["another command's name", "/release-policy-bot recheck\n/release-policyrecheck"],
  ["where it is invisible", "<!--\n/release-policy recheck\n-->"],
])("what is %s is not a command", (_, body) => {
  expect(commandsIn(body)).toEqual([]);
});

test("reads a command after a fence, after a comment that ends, and one for each line", () => {
  const body = "Fine.\r\n```\r\ncode\r\n```\r\n<!-- x -->\r\n/release-policy recheck\r\n";
  expect(commandsIn(body)).toEqual([{ kind: "recheck" }]);
  const two = "/release-policy approve a@1.0.0\n/release-policy approve b@1.0.0";
  expect(commandsIn(two)).toEqual([approve("a", "1.0.0"), approve("b", "1.0.0")]);
});

test("a name of 256 characters is one, but not a longer one", () => {
  const kindOf = (length: number) =>
    commandsIn(`/release-policy explain ${"a".repeat(length)}`).map(({ kind }) => kind);
  expect([kindOf(256), kindOf(257)]).toEqual([["explain"], ["unknown"]]);
});

test("no comment is too long to be read, and none has more than a hundred commands", () => {
  expect(commandsIn("/release-policy recheck\n".repeat(2_700))).toHaveLength(100);
  expect(commandsIn(`/release-policy approve ${"@a/".repeat(21_000)}@1.0.0`)).toHaveLength(1);
  expect(commandsIn(`/release-policy approve ${"./a".repeat(80)}@1.0.0`)).toHaveLength(1);
  expect(commandsIn("<!--".repeat(16_000))).toEqual([]);
});

test("whatever is read as a name holds no space, bracket, backtick or control", () => {
  const letters = Array.from("ab1.-_~/@`<>[]()*|&#!\\\u202E \t");
  const word = fc.string({ unit: fc.constantFrom(...letters) });
  const holds = fc.property(word, fc.constantFrom("approve", "explain"), (text, verb) => {
    const names = commandsIn(`/release-policy ${verb} ${text}`).map((command) =>
      "package" in command ? command.package : "none",
    );
    expect(names.filter((name) => !/^[\w.~@/-]+$/.test(name))).toEqual([]);
  });
  fc.assert(holds, { seed: 20_261_122, numRuns: runs(5_000) });
});
