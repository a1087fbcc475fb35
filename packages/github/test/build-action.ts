import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type OutputOptions } from "rolldown";
import configs from "../rolldown.config.ts";

/** Builds the bundles into a folder of its own, beside which nothing is installed. Gives the folder, and what removes it. */
export async function buildAction(): Promise<{
  readonly dir: string;
  readonly remove: () => void;
}> {
  const dir = mkdtempSync(join(tmpdir(), "release-policy-action-"));
  const cwd = join(import.meta.dirname, "..");
  const [main, children] = configs;
  // What runs the children, for tests of those alone.
  const alone = { "judge-in-children": "src/judge/children/judge-in-children.ts" };
  const input = { ...(main!.input as Record<string, string>), ...alone };
  for (const config of [{ ...main, input }, children!])
    await build({
      ...config,
      cwd,
      logLevel: "silent",
      output: { ...(config.output as OutputOptions), dir },
    });
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
