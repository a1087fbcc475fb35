import type * as Comparison from "@release-policy/api";
import { CannotJudge } from "../../errors.ts";

/** The package that reads and compares declarations; it is installed beside this one. Throws `CannotJudge` where it is not. */
export async function loadComparison(): Promise<typeof Comparison> {
  try {
    return await import("@release-policy/api");
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") throw error;
    throw new CannotJudge({
      message: "release-policy api needs @release-policy/api, which is not installed",
      help: "run `pnpm add -Dw @release-policy/api`",
    });
  }
}
