import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { webhookTask } from "../../src/webhook/events.ts";
import { WEBHOOK_PATH } from "../../src/webhook/receiver.ts";
import { settingsTable } from "./settings-table.ts";

const pageOf = (name: string) =>
  readFileSync(join(import.meta.dirname, "../../../../docs", name), "utf8");
const page = pageOf("app.md");

test("the table of settings matches the schema", () => {
  const [, table] = /<!-- app-settings -->\n([^]*?)\n<!-- \/app-settings -->/.exec(page) ?? [];
  expect(table).toBe(settingsTable());
});

test("the page names the path for webhooks", () => {
  expect(page).toContain(`https://<your host>${WEBHOOK_PATH}`);
});

test("the page shows real lines of the log", () => {
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

interface Manifest {
  readonly hook_attributes: { readonly url: string };
  readonly public: boolean;
  readonly default_permissions: Readonly<Record<string, string>>;
  readonly default_events: readonly string[];
}

test("the manifest requests the documented permissions, and the events that the App handles", () => {
  const [, text = ""] = /id="manifest">([^]*?)<\/script>/.exec(pageOf("app-register.html")) ?? [];
  const manifest = JSON.parse(text) as Manifest;
  expect(manifest.hook_attributes.url).toBe(`https://HOST${WEBHOOK_PATH}`);
  expect(manifest.public).toBe(false);
  const keys: Readonly<Record<string, string>> = { commit_statuses: "statuses" };
  const rows = [...page.matchAll(/^\| (\w[\w ]*) \| (read|write) \|/gm)].map(([, name, level]) => {
    const key = name!.toLowerCase().replaceAll(" ", "_");
    return [keys[key] ?? key, level];
  });
  expect(rows).toHaveLength(5);
  expect(manifest.default_permissions).toEqual(Object.fromEntries(rows));
  // An event that the App does not take is never parsed.
  const isTaken = (event: string): boolean => {
    try {
      return webhookTask(event, {}, () => undefined).kind !== "nothing";
    } catch {
      return true;
    }
  };
  const events = ["pull_request", "issue_comment", "push", "issues", "check_run", "release"];
  expect(events.filter(isTaken)).toEqual(manifest.default_events);
});
