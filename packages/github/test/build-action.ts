import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type OutputOptions } from "rolldown";
import config from "../rolldown.config.ts";

/** Builds the bundle into a folder of its own, beside which nothing is installed. Gives the folder, and what removes it. */
export async function buildAction(): Promise<{
  readonly dir: string;
  readonly remove: () => void;
}> {
  const dir = mkdtempSync(join(tmpdir(), "release-policy-action-"));
  await build({
    ...config,
    cwd: join(import.meta.dirname, ".."),
    // What runs the children, for tests of those alone.
    input: {
      ...(config.input as Record<string, string>),
      "judge-in-children": "src/judge/children/judge-in-children.ts",
    },
    logLevel: "silent",
    output: { ...(config.output as OutputOptions), dir },
  });
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
