import { readFileSync } from "node:fs";

/** Of this package, whether it runs from `src/` or from `dist/`. */
export function toolVersion(): string {
  const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
