import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { withPalette } from "./palette-png.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

export interface Page {
  readonly html: string;
  /** In CSS pixels; the height is that of the page, or at most `height`. */
  readonly width: number;
  readonly height?: number;
  readonly scheme: "light" | "dark";
}

/** Where the Chromium of this machine is: `$CHROMIUM`, or the first of its names on the path. Throws if there is none. */
function chromiumPath(): string {
  const found = [process.env["CHROMIUM"] ?? "", ...NAMES].find(
    (name) => name !== "" && spawnSync(name, ["--version"]).status === 0,
  );
  if (found === undefined)
    throw new Error(
      `no Chromium found (tried $CHROMIUM, ${NAMES.join(", ")}): install it, or set CHROMIUM to its path`,
    );
  const places = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, found));
  return [found, ...places].find((path) => path.includes("/") && existsSync(path)) ?? found;
}

/** For tests that are skipped without a browser. */
export function hasChromium(): boolean {
  try {
    return chromiumPath() !== "";
  } catch {
    return false;
  }
}

/** A headless Chromium; the caller closes it. Throws if there is none. */
export const startChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox"] });

/** Writes a page as a small PNG with two pixels for each CSS pixel. */
export async function screenshot(
  browser: Browser,
  { html, width, height, scheme }: Page,
  path: string,
): Promise<void> {
  const page = await browser.newPage({
    viewport: { width, height: 100 },
    colorScheme: scheme,
    deviceScaleFactor: 2,
  });
  try {
    await page.setContent(html);
    const full = await page.evaluate<number>("document.documentElement.scrollHeight");
    const shown = Math.min(full, height ?? Number.POSITIVE_INFINITY);
    await page.setViewportSize({ width, height: shown });
    writeFileSync(path, withPalette(await page.screenshot()));
  } finally {
    await page.close();
  }
}
