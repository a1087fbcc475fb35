import { CannotJudge } from "../../../packages/cli/src/errors.ts";

/** Stands in for what loads `@release-policy/api`, which brings TypeScript. Throws `CannotJudge`. */
export async function loadComparison(): Promise<never> {
  throw new CannotJudge({
    message: "the playground does not compare public APIs",
    help: "run `npx release-policy check --since main` in the workspace instead",
  });
}
