import { statSync } from "node:fs";
import { join } from "node:path";
import { auditHtml } from "../packages/cli/src/commands/audit/html/page.ts";
import { smallAudit } from "./pictures/audit.ts";
import { screenshot, startChromium } from "./pictures/chromium.ts";
import { commentHtml } from "./pictures/comment.ts";

/**
 * Makes the pictures in docs/pictures from real output, in a headless Chromium. The picture of the terminal needs none:
 * `pnpm generate` writes it. usage: pnpm pictures [folder] [width]
 */
const [folder = join(import.meta.dirname, "../docs/pictures"), width] = process.argv.slice(2);
const browser = await startChromium();
const pages = {
  comment: { html: await commentHtml(), width: Number(width ?? 780) },
  audit: {
    html: auditHtml(await smallAudit()),
    width: Number(width ?? 1280),
    height: width ? 20_000 : 1000,
  },
};
for (const [name, page] of Object.entries(pages)) {
  for (const scheme of ["light", "dark"] as const) {
    const path = join(folder, `${name}-${scheme}.png`);
    await screenshot(browser, { ...page, scheme }, path);
    console.log(`${path}: ${Math.round(statSync(path).size / 1024)} kB`);
  }
}
await browser.close();
