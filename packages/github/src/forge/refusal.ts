import { ForgeRefused, type Refusal } from "./forge.ts";

/** A forge's refusal. `message` is the forge's own, and is only read here. */
interface RefusedAnswer {
  readonly status: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
}

/**
 * The error in our words. The forge's message is never repeated: it could contain the request. `what` continues
 * "GitHub did not": "create the comment".
 */
export function refusalOf(forge: string, what: string, refused: RefusedAnswer): ForgeRefused {
  const refusal = refusalKind(refused);
  const after = Number(refused.headers["retry-after"]);
  const answer = refused.status === 0 ? "no answer" : refused.status;
  return new ForgeRefused(
    refusal,
    `${forge} did not ${what}: ${WHY[refusal]} (${answer})`,
    Number.isFinite(after) && after >= 0 ? after : undefined,
  );
}

const WHY: Readonly<Record<Refusal, string>> = {
  "read-only-token": "the token has no write access",
  locked: "the conversation is locked",
  "not-found": "not found, or the token has no access",
  "too-large": "the text is too long",
  "rate-limit": "too many requests",
  unavailable: "the server is unavailable",
  refused: "the request was rejected",
};

function refusalKind({ status, message, headers }: RefusedAnswer): Refusal {
  if (status === 429) return "rate-limit";
  if (
    status === 403 &&
    (/\brate limit\b/i.test(message) || headers["x-ratelimit-remaining"] === "0")
  )
    return "rate-limit";
  if (/\blocked\b/i.test(message) && status < 500) return "locked";
  if (status === 403) return "read-only-token";
  if (status === 404 || status === 410) return "not-found";
  if (status === 413 || /\btoo (?:long|large)\b/i.test(message)) return "too-large";
  if (status === 0 || status >= 500) return "unavailable";
  return "refused";
}

/** Undefined if it does not exist. */
export async function undefinedIfGone<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ForgeRefused && error.refusal === "not-found") return undefined;
    throw error;
  }
}
