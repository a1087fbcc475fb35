import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import type { Page } from "playwright-core";
import { SCHEMES, check, end, loaded, siteUrl } from "./visits.ts";

/** In bytes, compressed by gzip: all that a visit loads, the examples included. */
const MOST_LOADED = 400_000;
const SIZES = [390, 1280] as const;

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// Uses the built playground as a reader does, in a real browser. Needs `pnpm site` before, and Chromium.

const headline = (page: Page, text: string): Promise<void> =>
  page.getByRole("status").filter({ hasText: text }).waitFor({ timeout: 60_000 });

/** The text of the open file of a pane. */
const textOf = async (page: Page, pane: string): Promise<string> =>
  (await page.locator(`#${pane} .cm-line`).allInnerTexts()).join("\n");

const hashOf = (data: unknown): string =>
  `#w1.${deflateRawSync(JSON.stringify(data)).toString("base64url")}`;

const FAILS = "✗ 1 of 1 release not allowed (1 error)";
const PASSES = "✓ 1 release allowed";
const CHANGESET = "#changesets .cm-content";

await check("shows the verdict, the plan and the chain at once", async (page) => {
  await headline(page, FAILS);
  assert.match(
    await page.locator("#plan tbody tr").innerText(),
    /@acme\/plugin[^]*0\.3\.0 → 1\.0\.0/,
  );
  assert.ok(
    (await page.locator("#problems").innerText()).includes("@acme/plugin 1.0.0 ← major in"),
  );
  assert.ok((await page.locator("#planned-by").innerText()).includes("Changesets 3"));
});

await check("loads at most 400 kB, compressed by gzip", async (page) => {
  loaded.clear();
  await page.reload();
  await page.locator("#example optgroup").first().waitFor({ state: "attached" });
  await headline(page, FAILS);
  const size = [...loaded.values()].reduce((sum, bytes) => sum + bytes, 0);
  const first = await page.evaluate(() => performance.getEntriesByName("verdict")[0]?.startTime);
  console.log(
    `  ${loaded.size} requests, ${size} bytes; first verdict after ${Math.round(first ?? NaN)} ms`,
  );
  assert.ok(size < MOST_LOADED, `${size} bytes`);
});

await check("a fix that is applied makes the release pass", async (page) => {
  await page.getByRole("button", { name: /^Apply the fix/ }).click();
  await headline(page, PASSES);
  assert.ok((await textOf(page, "changesets")).includes('"@acme/plugin": minor'));
});

await check("the verdict follows what is typed", async (page) => {
  await page.locator(`${CHANGESET} .cm-line`).nth(1).click();
  await page.keyboard.press("End");
  for (const _ of "major") await page.keyboard.press("Backspace");
  await page.keyboard.type("patch");
  await headline(page, PASSES);
  await page.keyboard.type("y");
  await headline(page, "✗ 1 error");
  assert.ok((await page.locator("#changesets .cm-lintRange-error").count()) > 0);
});

await check("a mistake in the policy is shown at its line", async (page) => {
  await page.locator("#policy .cm-content").click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("colour: red\n");
  await headline(page, "✗ No verdict");
  await page.getByRole("button", { name: "policies/integrations.yaml:1" }).click();
  assert.equal(await page.locator("#policy .cm-lintRange-error").innerText(), "colour");
});

await check("keys of the policy are completed from the schema", async (page) => {
  await page.locator("#policy .cm-content").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("prer");
  await page.locator(".cm-tooltip-autocomplete", { hasText: "prerelease" }).waitFor();
});

await check("the site leads to it", async (page) => {
  await page.goto(`${siteUrl}/`);
  await page.getByRole("link", { name: "Playground" }).first().click();
  await headline(page, FAILS);
});

await check("the other planners plan", async (page) => {
  for (const [id, name] of [
    ["changesets@2", "Changesets 2"],
    ["pnpm", "pnpm"],
  ] as const) {
    await page.getByLabel("Planner").selectOption(id);
    await page.locator("#planned-by", { hasText: name }).waitFor({ timeout: 60_000 });
    await headline(page, FAILS);
  }
});

await check("a link opens the same workspace", async (page) => {
  await page.getByRole("button", { name: /^Apply the fix/ }).click();
  await headline(page, PASSES);
  await page.getByRole("button", { name: "Copy link" }).click();
  await headline(page, "Link copied.");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(link, page.url());
  await page.goto("about:blank");
  await page.goto(link);
  await headline(page, PASSES);
  assert.ok((await textOf(page, "changesets")).includes('"@acme/plugin": minor'));
});

await check("a file can be added and removed", async (page) => {
  await page.getByRole("button", { name: "Add a file to Changesets" }).click();
  await headline(page, "of 2 releases");
  await page.getByRole("button", { name: "Remove .changeset/change-1.md" }).click();
  await headline(page, FAILS);
});

await check("each rule has an example that is found", async (page) => {
  const rules = await page.locator("#example optgroup").evaluateAll((groups) =>
    groups.map((group) => ({
      rule: (group as HTMLOptGroupElement).label,
      value: group.querySelector("option")?.value ?? "",
    })),
  );
  assert.ok(rules.length > 40);
  for (const { rule, value } of rules) {
    await page.getByLabel("Example").selectOption(value);
    await page
      .getByRole("link", { name: `About ${rule}` })
      .first()
      .waitFor({ timeout: 60_000 });
  }
});

await check("the base of a change is shown, and editing it changes the verdict", async (page) => {
  const change = page.locator("#example optgroup[label=changeset-missing] option").first();
  await change.waitFor({ state: "attached" });
  await page.getByLabel("Example").selectOption((await change.getAttribute("value")) ?? "");
  await page.locator("#problems", { hasText: "(packages/react/index.js) but" }).waitFor();
  await page.getByLabel("Show").selectOption("base");
  await headline(page, "The base is shown.");
  assert.equal(await page.locator(".cm-lintRange-error, .cm-lintRange-warning").count(), 0);
  await page.getByRole("button", { name: "Remove packages/react/package.json" }).click();
  await page.locator("#problems", { hasText: "packages/react/package.json) but" }).waitFor();
  await page.getByLabel("Show").selectOption("texts");
  await page.getByRole("tab", { name: "react/package.json" }).waitFor();
});

await check("everything works with the keyboard alone", async (page) => {
  const tabTo = async (name: string): Promise<void> => {
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const { activeElement } = document;
        const label = activeElement?.getAttribute("aria-label") ?? activeElement?.id;
        const shown = activeElement?.closest(".cm-editor") ?? activeElement;
        return {
          label: label || activeElement?.textContent,
          outline: shown && getComputedStyle(shown).outlineStyle,
        };
      });
      assert.notEqual(at.outline, "none", at.label ?? "");
      if (at.label?.startsWith(name)) return;
    }
    throw new Error(`Tab does not reach ${name}`);
  };
  await tabTo("Skip to the verdict");
  await tabTo("example");
  await tabTo("share");
  await tabTo("packages-tab");
  await page.keyboard.press("ArrowRight");
  await tabTo("package.json");
  await tabTo("changesets-tab");
  await tabTo(".changeset/drop-callbacks.md");
  await page.keyboard.press("Control+End");
  await page.keyboard.type("More.");
  await page.keyboard.press("Escape");
  await tabTo("policies/integrations.yaml");
  await tabTo("Apply the fix");
  await page.keyboard.press("Enter");
  await headline(page, PASSES);
  assert.equal(await page.evaluate(() => document.activeElement?.id), "verdict");
});

const HOSTILE = "<img src=x onerror=document.title='run'><script>document.title='run'</script>";

await check(
  "what a link contains is text, never code",
  async (page) => {
    await headline(page, "✗");
    await page.waitForTimeout(500);
    assert.equal(await page.locator("main img, main script:not(#start)").count(), 0);
    assert.equal(await page.title(), "Playground | release-policy");
    assert.ok((await page.locator("main").innerText()).includes("onerror"));
  },
  {
    hash: hashOf({
      today: "2026-06-15",
      texts: {
        "package.json": JSON.stringify({
          name: HOSTILE,
          devDependencies: { "@changesets/cli": "^3" },
        }),
        "pnpm-workspace.yaml": "packages: [packages/*]",
        ".changeset/config.json": "{}",
        [`.changeset/${HOSTILE.replaceAll("/", "")}.md`]: `---\n"${HOSTILE}": major\n---\n\n${HOSTILE}\n`,
        "packages/a/package.json": JSON.stringify({ name: HOSTILE, version: "0.1.0" }),
        "policies/all.yaml": 'packages: ["*"]\nversions: "0.y.z"\n',
      },
    }),
  },
);

const REFUSED = {
  "This link is damaged": "#w1.%%%",
  "This link does not contain a workspace": hashOf({
    texts: { "package.json": 1 },
    today: "2026-06-15",
  }),
  "This link is too long": `#w1.${"A".repeat(31_000)}`,
  "This link is damaged: it": `#w1.${deflateRawSync("a".repeat(20_000_000)).toString("base64url")}`,
};
for (const [text, hash] of Object.entries(REFUSED))
  await check(`refuses a link: ${text}`, (page) => headline(page, text), { hash });

for (const width of SIZES)
  for (const scheme of SCHEMES)
    await check(
      `axe finds nothing at ${width} px, ${scheme}`,
      async (page) => {
        await page.getByText("Branch and date").click();
        await page.evaluate(AXE);
        for (const fix of [false, true]) {
          if (fix) await page.getByRole("button", { name: /^Apply the fix/ }).click();
          await headline(page, fix ? PASSES : FAILS);
          const found = await page.evaluate(async () => {
            const { axe } = window as unknown as {
              axe: {
                run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
              };
            };
            const { violations } = await axe.run();
            return violations.map(
              ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(", ")}`,
            );
          });
          assert.deepEqual(found, []);
        }
        if (process.env["PLAYGROUND_PICTURES"])
          await page.screenshot({
            path: join(process.env["PLAYGROUND_PICTURES"], `${width}-${scheme}.png`),
            fullPage: true,
          });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width);
      },
      { width, scheme },
    );

await end();
