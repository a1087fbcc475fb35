import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,12}$/, `is not a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, {
      error: `is not a whole number from ${least} to ${most}`,
    });

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** A token is sent to this address: only over TLS, or not over a network at all. */
const address = z
  .string()
  .refine((text) => URL.canParse(text), {
    error: "is not an address such as https://github.example.com",
    abort: true,
  })
  .refine((text) => {
    const { protocol, hostname } = new URL(text);
    return protocol === "https:" || (protocol === "http:" && LOOPBACK.has(hostname));
  }, "must start with https://, because tokens are sent there")
  .transform((text) => text.replace(/\/+$/, ""));

const secret = z
  .string()
  .min(16, "is too short for a secret (create one with `openssl rand -hex 32`)");

/** What the environment may say. The descriptions are the table of docs/app.md. */
export const ENVIRONMENT = z.object({
  APP_ID: wholeNumber(1, 1e12).describe("The “App ID” on the App's page"),
  PRIVATE_KEY: z
    .string()
    .optional()
    .describe("The App's private key (PEM); line breaks may be written as `\\n`"),
  PRIVATE_KEY_PATH: z.string().optional().describe("A file with the private key instead"),
  WEBHOOK_SECRET: secret.describe("The App's webhook secret, 16 characters or more"),
  PREVIOUS_WEBHOOK_SECRET: secret
    .optional()
    .describe("The previous secret, still accepted while you rotate it"),
  PORT: wholeNumber(0, 65_535).default(3000).describe("The port to listen on; 0 for any free port"),
  HOST: z.string().default("0.0.0.0").describe("The address to listen on"),
  METRICS_TOKEN: secret
    .optional()
    .describe("Bearer token for `/metrics`; without it `/metrics` is disabled"),
  GITHUB_SERVER_URL: address
    .default("https://github.com")
    .describe("The URL of GitHub or your GitHub Enterprise Server"),
  GITHUB_API_URL: address
    .optional()
    .describe("The URL of its API; default: `https://api.github.com`, or `<server>/api/v3`"),
  EVALUATIONS_AT_ONCE: wholeNumber(1, 64)
    .default(2)
    .describe("Concurrent evaluations of one installation; one more for other installations"),
  QUEUE_LENGTH: wholeNumber(1, 100_000)
    .default(1000)
    .describe("Maximum queued pull requests of one repository; further webhooks get 503"),
  EVALUATION_SECONDS: wholeNumber(1, 3600)
    .default(120)
    .describe("Time limit of one evaluation, including fetching; also its CPU time limit"),
  EVALUATION_MEGABYTES: wholeNumber(256, 65_536)
    .default(1024)
    .describe("Memory limit of one evaluation, for all its processes"),
  EVALUATION_DISK_MEGABYTES: wholeNumber(16, 1_048_576)
    .default(2048)
    .describe("Disk limit of one evaluation"),
  CHANGELOGS: z
    .enum(["auto", "never"], "is neither `auto` nor `never`")
    .default("auto")
    .describe("`never`: comments do not show the next changelog entries"),
  STOP_SECONDS: wholeNumber(0, 3600)
    .default(25)
    .describe("After SIGTERM: how long running work may continue"),
  SWEEP_MINUTES: wholeNumber(0, 1440)
    .default(15)
    .describe("Interval of the sweep for missed pull requests; 0 to disable"),
  SWEEP_DAYS: wholeNumber(1, 90)
    .default(3)
    .describe("How far back the first sweep after a start goes"),
});

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Settings {
  readonly appId: number;
  /** PKCS#8. */
  readonly privateKey: string;
  /** The newest first. */
  readonly webhookSecrets: readonly [string, ...string[]];
  readonly metricsToken?: string;
  readonly port: number;
  readonly host: string;
  readonly serverUrl: string;
  readonly apiUrl: string;
  readonly evaluationsAtOnce: number;
  readonly queueLength: number;
  readonly evaluationSeconds: number;
  readonly evaluationMegabytes: number;
  readonly evaluationDiskMegabytes: number;
  readonly changelogs: "auto" | "never";
  readonly stopSeconds: number;
  readonly sweepMinutes: number;
  readonly sweepDays: number;
}

/** Every mistake in the environment, each with what to do. No value is repeated in them: it may be a secret. */
export class BadSettings extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "BadSettings";
    this.problems = problems;
  }
}

/** Reads the App's settings from an environment. Throws `BadSettings` with all that is wrong. */
export function readSettings(environment: Environment): Settings {
  // What is set to nothing is not set: so do files for containers leave a variable out.
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value?.trim()),
  );
  const key = readPrivateKey(given["PRIVATE_KEY"], given["PRIVATE_KEY_PATH"]);
  const read = ENVIRONMENT.safeParse(given);
  const problems = read.success ? [] : read.error.issues.map(settingProblem);
  if ("problem" in key) problems.push(key.problem);
  if (!read.success || "problem" in key) throw new BadSettings(problems);
  const { data } = read;
  return {
    appId: data.APP_ID,
    privateKey: key.pem,
    webhookSecrets: [
      data.WEBHOOK_SECRET,
      ...(data.PREVIOUS_WEBHOOK_SECRET ? [data.PREVIOUS_WEBHOOK_SECRET] : []),
    ],
    ...(data.METRICS_TOKEN === undefined ? {} : { metricsToken: data.METRICS_TOKEN }),
    port: data.PORT,
    host: data.HOST,
    serverUrl: data.GITHUB_SERVER_URL,
    apiUrl: data.GITHUB_API_URL ?? apiUrlOf(data.GITHUB_SERVER_URL),
    evaluationsAtOnce: data.EVALUATIONS_AT_ONCE,
    queueLength: data.QUEUE_LENGTH,
    evaluationSeconds: data.EVALUATION_SECONDS,
    evaluationMegabytes: data.EVALUATION_MEGABYTES,
    evaluationDiskMegabytes: data.EVALUATION_DISK_MEGABYTES,
    changelogs: data.CHANGELOGS,
    stopSeconds: data.STOP_SECONDS,
    sweepMinutes: data.SWEEP_MINUTES,
    sweepDays: data.SWEEP_DAYS,
  };
}

/** GitHub itself, GitHub with data residency, or a server of one's own. */
function apiUrlOf(serverUrl: string): string {
  const { host } = new URL(serverUrl);
  return host === "github.com" || host.endsWith(".ghe.com")
    ? `https://api.${host}`
    : `${serverUrl}/api/v3`;
}

function settingProblem({ path, code, message }: z.core.$ZodIssue): string {
  const name = String(path[0]) as keyof typeof ENVIRONMENT.shape;
  const meaning = ENVIRONMENT.shape[name].description ?? "";
  return code === "invalid_type"
    ? `${name} is not set. ${meaning}.`
    : `${name} ${message}. ${meaning}.`;
}

type PrivateKey = { readonly pem: string } | { readonly problem: string };

const WHERE = "Download it from the App's page, under “Private keys”.";

/** The App's key from the environment or a file, as PKCS#8. What is wrong is said without a byte of the key. */
function readPrivateKey(text: string | undefined, path: string | undefined): PrivateKey {
  if (text === undefined && path === undefined) {
    return { problem: `PRIVATE_KEY or PRIVATE_KEY_PATH is not set. ${WHERE}` };
  }
  if (text !== undefined && path !== undefined) {
    return { problem: "PRIVATE_KEY and PRIVATE_KEY_PATH are both set. Unset one of them." };
  }
  let name = "PRIVATE_KEY";
  let pem = text;
  if (path !== undefined) {
    name = "PRIVATE_KEY_PATH";
    try {
      pem = readFileSync(path, "utf8");
    } catch {
      return { problem: "The file that PRIVATE_KEY_PATH names cannot be read." };
    }
  }
  try {
    const key = createPrivateKey(pem!.replaceAll("\\n", "\n").trim());
    if (key.asymmetricKeyType !== "rsa") {
      return { problem: `${name} is not an RSA key. ${WHERE}` };
    }
    return { pem: key.export({ type: "pkcs8", format: "pem" }) as string };
  } catch {
    return {
      problem: `${name} is not a valid private key (expected -----BEGIN RSA PRIVATE KEY-----). ${WHERE}`,
    };
  }
}
