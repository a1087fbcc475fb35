import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { WEBHOOK_PATH } from "../../src/webhook/receiver.ts";
import { settingsTable } from "./settings-table.ts";

const page = readFileSync(join(import.meta.dirname, "../../../../docs/app.md"), "utf8");

test("the table of settings is that of the schema", () => {
  const [, table] = /<!-- app-settings -->\n([^]*?)\n<!-- \/app-settings -->/.exec(page) ?? [];
  expect(table).toBe(settingsTable());
});

test("the page names the path that takes webhooks", () => {
  expect(page).toContain(`https://<your host>${WEBHOOK_PATH}`);
});

test("the lines of the log that the page shows are lines that it writes", () => {
  const [, shown = ""] = /```json\n([^]*?)```/.exec(page) ?? [];
  const events = shown
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as object);
  expect(events.map((event) => Object.keys(event).slice(0, 3))).toEqual([
    ["time", "event", "delivery"],
    ["time", "event", "delivery"],
    ["time", "event", "delivery"],
    ["time", "event", "delivery"],
  ]);
});
