import { RequestError } from "@octokit/request-error";
import { ForgeRefused } from "./forge.ts";
import { refusalOf } from "./refusal.ts";

/** What GitHub answers; `ForgeRefused` where it does not do it. `what` goes on after "GitHub did not". */
export async function asked<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const { status, message, response } = error;
    // Octokit says 500 where there was no answer at all.
    throw refusalOf("GitHub", what, {
      status: response ? status : 0,
      message,
      headers: response?.headers ?? {},
    });
  }
}

/** Undefined where what is asked for is not there. */
export async function unlessGone<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ForgeRefused && error.refusal === "not-found") return undefined;
    throw error;
  }
}
