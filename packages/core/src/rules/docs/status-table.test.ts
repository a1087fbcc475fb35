import { expect, test } from "vitest";
import {
  type Scene,
  fixesOf,
  judgeScene,
  messagesOf,
  pendingChanges,
} from "../../testing/scene.ts";
import { statusTable } from "./status-table.ts";

const TEXT = (cells: string) =>
  `# A\n\n<!-- release-policy:tracks -->\n\n| P | V | T | W |\n| - | - | - | - |\n${cells}\n\n<!-- /release-policy:tracks -->\n`;
const TRUE = "| `ui` | `1.2.0` | `all` | patch, minor or major; breaking changes with a major |";

const scene = (
  text: string | undefined,
  options: object = {},
  facts: Scene["facts"] = {},
): Scene => ({
  packages: { ui: "1.2.0" },
  policies: {
    all: { packages: ["*"] },
    workspace: {
      docs: { table: "README.md" },
      rules: { "status-table": ["error", options] },
    },
  },
  facts: {
    documents: text === undefined ? [] : [{ path: "README.md", text, headings: [] }],
    ...facts,
  },
});

test("accepts a table that matches the policy", () => {
  expect(messagesOf(statusTable, scene(TEXT(TRUE)))).toEqual([]);
});

test.each([
  ["another track", TRUE.replace("`all`", "`beta`"), "`ui`"],
  ["a package that is gone", `${TRUE}\n${TRUE.replace("ui", "gone")}`, "`gone`"],
  ["no package", "", "`ui`"],
])("finds %s", (_, cells, named) => {
  expect(messagesOf(statusTable, scene(TEXT(cells)))).toEqual([
    `error: the maturity table in \`README.md\` does not match the policy for ${named}`,
  ]);
});

test("points at the table, and names the command that writes it", () => {
  const stale = scene(TEXT(""));
  expect(judgeScene(stale, [statusTable]).findings).toMatchObject([
    { at: { path: "README.md", line: 3 } },
  ]);
  expect(fixesOf(statusTable, stale)).toEqual(["run `release-policy tracks --write`"]);
});

test("finds a page without a table, and a table without a page", () => {
  expect(messagesOf(statusTable, scene("# A\n"))).toEqual([
    "error: `README.md` has no maturity table",
  ]);
  expect(messagesOf(statusTable, scene(undefined))).toEqual([
    "error: cannot read `README.md`, the page with the maturity table",
  ]);
});

test("only compares versions if the policy says so", () => {
  const old = TEXT(TRUE.replace("1.2.0", "1.1.0"));
  expect(messagesOf(statusTable, scene(old))).toEqual([]);
  expect(messagesOf(statusTable, scene(old, { versions: true }))).toHaveLength(1);
});

test("compares a policy change with its own policy, not with the base's", () => {
  const changes = pendingChanges();
  const row = { package: "ui", version: "1.2.0", track: "core", promise: "all" };
  const own = TEXT("| `ui` | `1.2.0` | `core` | all |");
  expect(messagesOf(statusTable, scene(own, {}, { changes }))).toHaveLength(1);
  expect(
    messagesOf(statusTable, scene(own, {}, { changes: { ...changes, maturity: [row] } })),
  ).toEqual([]);
});

test("reports nothing if the policy names no page", () => {
  expect(messagesOf(statusTable, { packages: { ui: "1.2.0" } })).toEqual([]);
});
