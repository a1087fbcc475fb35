import { createFixture } from "fs-fixture";
import { expect, onTestFinished, test } from "vitest";
import { BadSettings, readSettings } from "../../src/app/settings.ts";
import { privateKey, webhookSecret } from "./keys.ts";

const GOOD = { APP_ID: "77", PRIVATE_KEY: privateKey, WEBHOOK_SECRET: webhookSecret };

const problemsOf = (environment: Record<string, string | undefined>): readonly string[] => {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof BadSettings) return error.problems;
    throw error;
  }
  return [];
};

test("three variables are enough", () => {
  const settings = readSettings(GOOD);
  expect(settings).toMatchObject({
    appId: 77,
    port: 3000,
    serverUrl: "https://github.com",
    apiUrl: "https://api.github.com",
    webhookSecrets: [webhookSecret],
  });
  expect(settings.privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----/);
});

test("accepts a key with escaped line breaks, as in files for containers", () => {
  const oneLine = privateKey.trim().replaceAll("\n", "\\n");
  expect(readSettings({ ...GOOD, PRIVATE_KEY: oneLine }).privateKey).toBe(
    readSettings(GOOD).privateKey,
  );
});

test("the key can be in a file", async () => {
  const folder = await createFixture({ "key.pem": privateKey });
  onTestFinished(() => folder.rm());
  const { PRIVATE_KEY, ...rest } = GOOD;
  expect(readSettings({ ...rest, PRIVATE_KEY_PATH: folder.getPath("key.pem") }).privateKey).toBe(
    readSettings({ PRIVATE_KEY, ...rest }).privateKey,
  );
});

test("reports every mistake at once", () => {
  const problems = problemsOf({
    APP_ID: "seven",
    WEBHOOK_SECRET: "short",
    PORT: "99999",
    GITHUB_SERVER_URL: "http://github.example.com",
    EVALUATIONS_AT_ONCE: "-1",
  });
  const names = problems.map((problem) => problem.split(" ")[0]);
  expect(new Set(names)).toEqual(
    new Set([
      "APP_ID",
      "WEBHOOK_SECRET",
      "PORT",
      "GITHUB_SERVER_URL",
      "EVALUATIONS_AT_ONCE",
      "PRIVATE_KEY",
    ]),
  );
});

test("without any setting, names what is needed and how to get it", () => {
  expect(problemsOf({ APP_ID: " ", PORT: "" })).toEqual([
    "APP_ID is not set. The “App ID” on the App's page.",
    "WEBHOOK_SECRET is not set. The App's webhook secret, 16 characters or more.",
    "PRIVATE_KEY or PRIVATE_KEY_PATH is not set. Download it from the App's page, under “Private keys”.",
  ]);
});

test.each([
  ["two keys", { PRIVATE_KEY_PATH: "/nowhere" }, "PRIVATE_KEY and PRIVATE_KEY_PATH are both set"],
  ["no key", { PRIVATE_KEY: "c2VjcmV0LXRoaW5n" }, "PRIVATE_KEY is not a valid private key"],
  [
    "a file that is not there",
    { PRIVATE_KEY: "", PRIVATE_KEY_PATH: "/nowhere/at-all" },
    "The file that PRIVATE_KEY_PATH names cannot be read",
  ],
  ["a short secret", { WEBHOOK_SECRET: "hunter2" }, "WEBHOOK_SECRET is too short"],
])("%s is rejected, and no value is printed", (_, changes, problem) => {
  const problems = problemsOf({ ...GOOD, ...changes });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(problem);
  const values = Object.values(changes).filter((value) => value !== "");
  expect(values.some((value) => problems[0]!.includes(value))).toBe(false);
});

test.each([
  ["https://github.example.com/", "https://github.example.com/api/v3"],
  ["https://acme.ghe.com", "https://api.acme.ghe.com"],
  ["http://127.0.0.1:4000", "http://127.0.0.1:4000/api/v3"],
])("the API of %s is found at %s", (GITHUB_SERVER_URL, apiUrl) => {
  expect(readSettings({ ...GOOD, GITHUB_SERVER_URL }).apiUrl).toBe(apiUrl);
});

test("takes a token for metrics and the last port, but needs neither", () => {
  const METRICS_TOKEN = "for-metrics-0123456789";
  const settings = readSettings({ ...GOOD, METRICS_TOKEN, PORT: "65535" });
  expect([settings.metricsToken, settings.port]).toEqual([METRICS_TOKEN, 65_535]);
  expect(readSettings(GOOD)).not.toHaveProperty("metricsToken");
});

test("accepts both secrets during rotation, the new one first", () => {
  const settings = readSettings({ ...GOOD, PREVIOUS_WEBHOOK_SECRET: "the-old-one-0123456789" });
  expect(settings.webhookSecrets).toEqual([webhookSecret, "the-old-one-0123456789"]);
});
