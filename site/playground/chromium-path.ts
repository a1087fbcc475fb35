import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "../../scripts/pictures/chromium.ts";

/** Where the Chromium of this machine is. Throws if there is none. */
export function chromiumPath(): string {
  const name = chromium();
  const places = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, name));
  return [name, ...places].find((path) => path.includes("/") && existsSync(path)) ?? name;
}
