import { readdirSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../src/policy/rules.ts";
import { expect, test } from "vitest";
import { ruleText } from "../../src/commands/explain/text.ts";
import { runCli } from "../kit/run-cli.ts";
import { workspace } from "../kit/workspace.ts";

const WIDTH = 80;
const wideIn = (text: string): readonly string[] =>
  text.split("\n").filter((line) => line.length > WIDTH);

const COMMANDS = readdirSync(join(import.meta.dirname, "../../src/commands"), {
  withFileTypes: true,
}).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

test("help fits a terminal of 80 columns", async () => {
  for (const args of [["help"], ...COMMANDS.map((name) => ["help", name])]) {
    const { stdout } = await runCli(".", args, { width: WIDTH });
    expect(stdout, args.join(" ")).toMatch(/usage: release-policy/);
    expect(wideIn(stdout), args.join(" ")).toEqual([]);
  }
});

test("the explanation of a rule fits a terminal of 80 columns", () => {
  for (const rule of rules) {
    expect(wideIn(ruleText(rule, { color: false, width: WIDTH })), rule.id).toEqual([]);
  }
});

test("the explanation of a package fits a terminal of 80 columns", async () => {
  const { path } = await workspace({ changesets: { one: { "@acme/core": "major" } } });
  const { stdout } = await runCli(path, ["explain", "@acme/core"], { width: WIDTH });
  expect(stdout).toContain("Released because of it:");
  expect(wideIn(stdout)).toEqual([]);
});
