import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { withPalette } from "./palette-png.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"];

export interface Page {
  readonly html: string;
  /** In CSS pixels; the height is that of the page, or at most `height`. */
  readonly width: number;
  readonly height?: number;
  readonly scheme: "light" | "dark";
}

/** The Chromium to run: `$CHROMIUM`, or the first of its names on the path. Throws if there is none. */
export function chromium(): string {
  const found = [process.env["CHROMIUM"] ?? "", ...NAMES].find(
    (name) => name !== "" && spawnSync(name, ["--version"]).status === 0,
  );
  if (found !== undefined) return found;
  throw new Error(
    `no Chromium found (tried $CHROMIUM, ${NAMES.join(", ")}): install it, or set CHROMIUM to its path`,
  );
}

/** Writes a page as a small PNG with two pixels for each CSS pixel. */
export function screenshot(browser: string, page: Page, path: string): void {
  const folder = mkdtempSync(join(tmpdir(), "release-policy-pictures-"));
  try {
    const file = join(folder, "page.html");
    const measure = `<script>document.title = String(document.documentElement.scrollHeight)</script>`;
    writeFileSync(file, page.html.replace(/default-src 'none'[^"]*/, "") + measure);
    const scheme = `--blink-settings=preferredColorScheme=${page.scheme === "dark" ? 0 : 1}`;
    const run = (height: number, ...flags: string[]): string =>
      execFileSync(
        browser,
        [
          ...FLAGS,
          scheme,
          `--window-size=${page.width},${height}`,
          ...flags,
          pathToFileURL(file).href,
        ],
        { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
      );
    const [, full = ""] = /<title>(\d+)/.exec(run(100, "--dump-dom")) ?? [];
    const height = Math.min(Number(full), page.height ?? Number.POSITIVE_INFINITY);
    run(height, "--force-device-scale-factor=2", `--screenshot=${path}`);
    writeFileSync(path, withPalette(readFileSync(path)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
