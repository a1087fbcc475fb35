import { ForgeRefused } from "../forge/forge.ts";

/** The forge's response; undefined on refusal, with a notice why `what` is not posted. */
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
