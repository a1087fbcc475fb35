import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type * as Comparison from "@release-policy/api";
import { CannotJudge } from "../errors.ts";

/**
 * The package that reads and compares declarations: installed next to this program, or in the folder that
 * RELEASE_POLICY_API names, as in the Action. `who` needs it, in a sentence. Throws `CannotJudge` with what to
 * install.
 */
export async function loadComparison(who: string): Promise<typeof Comparison> {
  const folder = process.env["RELEASE_POLICY_API"];
  try {
    if (!folder) return await import("@release-policy/api");
    const { createRequire } = process.getBuiltinModule("node:module");
    const path = createRequire(join(resolve(folder), "package.json")).resolve(
      "@release-policy/api",
    );
    return (await import(pathToFileURL(path).href)) as typeof Comparison;
  } catch (error) {
    const { code, message } = error as { readonly code?: unknown; readonly message: string };
    if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") throw error;
    const missing = /'([^'\n]+)'/.exec(message)?.[1] ?? "";
    if (missing !== "" && !missing.startsWith("@release-policy/api"))
      throw new CannotJudge({
        message: `${who} needs @release-policy/api, but a file or package that it needs itself is not installed: ${missing}`,
        help: "install the dependencies again",
      });
    throw new CannotJudge({
      message: `${who} needs @release-policy/api, which is not installed`,
      help: "run `pnpm add -Dw @release-policy/api`; in the GitHub Action, install it in an earlier step and name its folder in RELEASE_POLICY_API",
    });
  }
}
