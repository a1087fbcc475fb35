import { join } from "node:path";
import type { Page } from "playwright-core";
import { startChromium } from "../../scripts/pictures/chromium.ts";
import { serve } from "./server.ts";

export const SCHEMES = ["light", "dark"] as const;

/** What the pages have loaded so far: the bytes of each path, compressed by gzip. */
export const loaded = new Map<string, number>();

const { url, server } = await serve(join(import.meta.dirname, "../dist"), loaded);
const browser = await startChromium();
const complaints: string[] = [];
let [passed, failed] = [0, 0];

export const siteUrl = url;

interface Visit {
  readonly hash?: string;
  readonly width?: number;
  readonly scheme?: (typeof SCHEMES)[number];
}

/** Runs a test on a new page that shows its verdict. */
export async function check(
  name: string,
  work: (page: Page) => Promise<void>,
  visit: Visit = {},
): Promise<void> {
  const { hash = "", width = 1280, scheme = "light" } = visit;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  page.on("pageerror", ({ message }) => complaints.push(`${name}: ${message}`));
  page.on("console", (entry) => {
    if (entry.type() === "error") complaints.push(`${name}: ${entry.text()}`);
  });
  page.on("request", (request) => {
    if (!/^(?:data:|blob:)/.test(request.url()) && !request.url().startsWith(url))
      complaints.push(`${name}: asks for ${request.url()}`);
  });
  try {
    await page.goto(`${url}/playground/${hash}`);
    await page.locator("#headline:not([data-outcome=wait])").waitFor();
    await work(page);
    passed += 1;
    console.log(`✓ ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`✗ ${name}\n${error instanceof Error ? error.message : String(error)}`);
  }
  await context.close();
}

/** Closes the browser, and counts errors on the console and requests to other places as failures. */
export async function end(): Promise<void> {
  for (const complaint of complaints) console.log(`✗ ${complaint}`);
  failed += complaints.length;
  await browser.close();
  server.close();
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}
