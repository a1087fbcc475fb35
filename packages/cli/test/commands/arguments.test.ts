import { expect, test } from "vitest";
import { parse } from "../../src/commands/arguments.ts";

const OPTIONS = { format: { value: "name", about: "" }, write: { about: "" } };
const wrong = (...args: readonly string[]) => {
  try {
    return parse(args, OPTIONS).positionals;
  } catch (error) {
    return (error as Error).message;
  }
};

test("names the option that is unknown, not the other arguments", () => {
  expect(wrong("name", "-h", "--write")).toEqual(["name"]);
  expect(wrong("name", "-h", "--format=json", "--wriet=1")).toBe("unknown option --wriet");
});
