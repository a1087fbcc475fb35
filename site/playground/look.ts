import { chromium as launcher } from "playwright-core";
import { chromiumPath } from "./chromium-path.ts";
import { serve } from "./server.ts";
const loaded = new Map<string, number>();
const { url, server } = await serve(import.meta.dirname + "/../dist", loaded);
const browser = await launcher.launch({ executablePath: chromiumPath(), args: ["--no-sandbox"] });
for (const [width, height] of [[1280, 900], [390, 844]] as const) for (const colorScheme of ["light", "dark"] as const) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  page.on("console", (m) => console.log("console", m.type(), m.text())); page.on("pageerror", (e) => console.log("pageerror", e.message));
  loaded.clear(); const t = performance.now();
  await page.goto(url + "/playground/");
  await page.locator("#headline:not([data-outcome=wait])").waitFor({ timeout: 20000 }).catch((e) => console.log(e.message));
  console.log(width, colorScheme, Math.round(performance.now() - t), "ms", await page.textContent("#headline"));
  await page.waitForTimeout(500);
  await page.screenshot({ path: `/tmp/w16-shots/${width}-${colorScheme}.png`, fullPage: width === 390 });
  console.log([...loaded.values()].reduce((a, b) => a + b, 0), loaded.size);
  if (width === 1280 && colorScheme === "light") console.log([...loaded].toSorted((a, b) => b[1] - a[1]).slice(0, 12));
  await page.close();
}
await browser.close(); server.close();
