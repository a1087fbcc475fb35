export type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;
export type Log = (event: string, fields?: Fields) => void;

const MOST = 500;
/** What helps to find a mistake of ours may be longer. */
const LONG_FIELDS: ReadonlySet<string> = new Set(["stack", "stderr"]);
const MOST_OF_LONG = 4000;

/** What looks like a key, wherever it comes from: GitHub's tokens, signed tokens, PEM, addresses with a password. */
const SECRETS = [
  /\bgh[a-z]_[A-Za-z0-9_]{10,}/g,
  /\bgithub_pat_\w{10,}/g,
  /\bv1\.[0-9a-f]{40}\b/g,
  /\beyJ[\w-]+\.[\w-]+(?:\.[\w-]+)?/g,
  /\b(?:bearer|basic|token)\s+[\w+/=.-]{8,}/gi,
  /-----BEGIN [\s\S]*?(?:-----END [A-Z ]+-----|$)/g,
  /(?<=:\/\/)[^\s/@]+@/g,
];

/** Characters that JSON leaves as they are, and a terminal or a reader's eye takes for something else. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * One line of JSON an event. Nothing that is known to be a secret, or looks like one, is written, and no text
 * of a stranger as it is: `write` gets a line without controls, marks of direction or line breaks.
 */
export function jsonLog(
  write: (line: string) => void,
  secrets: readonly string[] = [],
  now: () => Date = () => new Date(),
): Log {
  return (event, fields = {}) => {
    const safe = Object.entries(fields).flatMap(([key, value]) =>
      value === undefined
        ? []
        : [[key, typeof value === "string" ? hideSecrets(value, secrets, mostOf(key)) : value]],
    );
    const line = JSON.stringify({ time: now().toISOString(), event, ...Object.fromEntries(safe) });
    write(`${line.replaceAll(UNSAFE, escapeUnsafe)}\n`);
  };
}

const mostOf = (key: string): number => (LONG_FIELDS.has(key) ? MOST_OF_LONG : MOST);

function hideSecrets(text: string, known: readonly string[], most: number): string {
  const plain = known.reduce((left, secret) => left.replaceAll(secret, "[secret]"), text);
  const hidden = SECRETS.reduce((left, pattern) => left.replaceAll(pattern, "[secret]"), plain);
  return (hidden.length > most ? `${hidden.slice(0, most)}…` : hidden).toWellFormed();
}

const escapeUnsafe = (char: string): string =>
  Array.from({ length: char.length }, (_, i) => escapeCodeUnit(char.charCodeAt(i))).join("");

const escapeCodeUnit = (code: number): string => `\\u${code.toString(16).padStart(4, "0")}`;
