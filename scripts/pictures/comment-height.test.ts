import { type ExampleWorkspace, exampleFiles } from "@release-policy/core/testing";
import { type Report, check, formatMarkdown } from "../../packages/cli/src/index.ts";
import { expect, onTestFinished, test } from "vitest";
import { folder } from "../../packages/cli/test/kit/workspace.ts";
import { hasChromium, startChromium } from "./chromium.ts";
import { framed } from "./comment.ts";

const PHONE = { width: 390, height: 844 };

const each = <T>(names: string, valueOf: (i: number) => T): Record<string, T> =>
  Object.fromEntries(names.split(" ").map((name, i) => [`@acme/${name}`, valueOf(i)]));

const onCore = (kind: "dependencies" | "peerDependencies", version: string) => ({
  version,
  [kind]: { "@acme/core": "^1.8.0" },
});

const CORE = "core auth cli logger router runtime storage";
const LABS = "labs-ai labs-edge labs-graph labs-sync labs-wasm";
const INTEGRATIONS =
  "angular datadog drizzle express fastify kafka koa netlify prisma react redis s3 sentry solid stripe svelte vercel vue";

const text = (bumps: Readonly<Record<string, string>>, summary: string): string =>
  `---\n${Object.entries(bumps)
    .map(([name, bump]) => `"@acme/${name}": ${bump}\n`)
    .join("")}---\n\n${summary}\n`;

/** A major that 22 other releases follow, four more mistakes, three warnings and a waiver. */
const THIRTY: ExampleWorkspace = {
  packages: {
    ...each(CORE, (i) => onCore("dependencies", `1.${8 - i}.0`)),
    "@acme/core": "1.8.0",
    ...each(INTEGRATIONS, (i) => onCore("peerDependencies", `0.${i + 3}.1`)),
    ...each(LABS, (i) => onCore("dependencies", `0.1.0-alpha.${i}`)),
  },
  policies: {
    core: {
      packages: Object.keys(each(CORE, String)),
      versions: "1.x",
      prerelease: "forbidden",
      bumps: { declared: ["patch", "minor"], received: ["patch", "minor"] },
      breaking: "major",
      require: { breaking: ["section", "upgrade-guide"], removal: { deprecatedFor: { lines: 1 } } },
    },
    integrations: {
      packages: Object.keys(each(INTEGRATIONS, String)),
      versions: "0.y.z",
      prerelease: "forbidden",
      bumps: { declared: ["patch", "minor"], received: ["patch"] },
      breaking: "minor",
      require: { breaking: ["section"], deprecation: ["replacement"] },
      rules: { "received-bump": "warn" },
    },
    sandbox: {
      packages: ["@acme/labs-*"],
      versions: "0.y.z",
      prerelease: { required: ["alpha", "beta"] },
    },
    waivers: {
      waivers: [
        {
          rule: "accidental-graduation",
          package: "@acme/stripe",
          version: "1.0.0",
          reason: "announced before the policy was written",
          owner: "@ann",
          until: "2028-12-31",
        },
      ],
    },
  },
  changesets: {
    "brave-cats-dance": text({ react: "major" }, "Hooks are the only API."),
    "calm-dogs-sing": text(
      { core: "major" },
      "Plugins are async.\n\n### Breaking Changes\n\n- `use()` returns a promise",
    ),
    "nice-pets-nap": text({ legacy: "patch" }, "Fix a typo."),
    "quick-owls-run": text(
      { prisma: "patch", drizzle: "patch" },
      "**BREAKING**: `connect` takes options instead of a URL.",
    ),
    "shy-mice-hide": text({ kafka: "minor", sentry: "patch" }, ""),
    "slow-bees-hum": text(
      { redis: "minor" },
      "Cluster mode.\n\nRemoves: `createClient`\nDeprecates: `getKey()`",
    ),
    "tall-ants-jump": text({ stripe: "major" }, "Stripe is stable."),
    "wise-elks-walk": text({ "labs-ai": "minor" }, "Streaming answers."),
  },
};

const several = <T>(number: number, entryOf: (i: number) => readonly [string, T]) =>
  Object.fromEntries(Array.from({ length: number }, (_, i) => entryOf(i)));

/** The same, and thirty mistakes of three kinds, each in a changeset of its own. */
const MANY: ExampleWorkspace = {
  ...THIRTY,
  packages: { ...THIRTY.packages, ...several(20, (i) => [`@acme/labs-p${i}`, `0.2.0-beta.${i}`]) },
  changesets: {
    ...THIRTY.changesets,
    ...several(20, (i) => [`try-${i}`, text({ [`labs-p${i}`]: "patch" }, "Try it.")]),
    ...several(5, (i) => [`typo-${i}`, text({ [`plugin-${i}`]: "patch" }, "Fix a typo.")]),
    ...several(5, (i) => [`empty-${i}`, text({ [`labs-p${i}`]: "patch" }, "")]),
  },
};

async function judged(workspace: ExampleWorkspace): Promise<Report> {
  const { path } = await folder(exampleFiles({ ...workspace, planner: "changesets@2" }));
  return check({ cwd: path, planner: "changesets@2", advice: true, today: "2026-11-22" });
}

/** How high the comment is on a phone, in CSS pixels, without its frame. */
async function heightOf(report: Report): Promise<number> {
  const browser = await startChromium();
  onTestFinished(() => browser.close());
  const page = await browser.newPage({ viewport: PHONE });
  await page.setContent(framed(formatMarkdown(report)));
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(PHONE.width);
  const box = await page.locator("article > div").boundingBox();
  return box!.height;
}

test.skipIf(!hasChromium()).each([
  [30, THIRTY, 900],
  [60, MANY, 1200],
])("a comment with %i findings fits on a phone", async (number, workspace, most) => {
  const report = await judged(workspace);
  expect(report.findings.length).toBe(number);
  expect(await heightOf(report)).toBeLessThanOrEqual(most);
});
