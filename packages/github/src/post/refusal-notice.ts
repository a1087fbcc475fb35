import { ForgeRefused } from "../forge/forge.ts";

/** What a forge gave; where it refused, undefined, and a notice that says why `what` is not posted. */
export async function noticeRefusal<T>(
  notices: string[],
  what: string,
  work: Promise<T>,
): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ForgeRefused)) throw error;
    notices.push(`${what} was not posted: ${error.message}${refusalHelp(error)}`);
    return undefined;
  }
}

const refusalHelp = ({ refusal }: ForgeRefused): string =>
  refusal === "read-only-token"
    ? ". Runs for forks and Dependabot are read-only; the workflow that runs after them writes"
    : "";
