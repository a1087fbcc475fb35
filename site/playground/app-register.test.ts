import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { hasChromium, startChromium } from "../../scripts/pictures/chromium.ts";

const root = join(import.meta.dirname, "../..");

/** The parameters of a manifest, as GitHub documents them under "Registering a GitHub App from a manifest". */
const PARAMETERS = [
  "name",
  "url",
  "hook_attributes",
  "redirect_url",
  "callback_urls",
  "setup_url",
  "description",
  "public",
  "default_events",
  "default_permissions",
  "request_oauth_on_install",
  "setup_on_update",
];

/** The permissions of an App in GitHub's description of its API, and the levels of each. */
const { schemas } = JSON.parse(
  readFileSync(join(root, "packages/github/test/github-openapi.json"), "utf8"),
) as {
  readonly schemas: {
    readonly "app-permissions": {
      readonly properties: Readonly<Record<string, { readonly enum: readonly string[] }>>;
    };
  };
};
const { properties } = schemas["app-permissions"];

interface Manifest {
  readonly hook_attributes: object;
  readonly default_permissions: Readonly<Record<string, string>>;
}

test.skipIf(!hasChromium())(
  "the page that registers the App posts a manifest as GitHub documents it",
  { timeout: 240_000 },
  async () => {
    const browser = await startChromium();
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    const posted: { readonly url: string; readonly method: string; readonly body: string }[] = [];
    // In GitHub's place: takes the form of the browser, and answers.
    await page.route("https://github.com/**", async (route) => {
      const request = route.request();
      posted.push({ url: request.url(), method: request.method(), body: request.postData() ?? "" });
      await route.fulfill({ body: "taken" });
    });
    const register = async (organisation: string, host: string): Promise<void> => {
      await page.goto(pathToFileURL(join(root, "docs/app-register.html")).href);
      await page.getByLabel("Organisation").fill(organisation);
      await page.getByLabel("Host").fill(host);
      await page.getByRole("button").click();
    };
    await register("", "policy.example.com");
    await page.waitForURL("https://github.com/**");
    await register("acme corp", "https://policy.example.com:8443/");
    await page.waitForURL("https://github.com/organizations/**");
    await register("acme", 'a"b');
    expect(page.url()).toMatch(/^file:/);

    expect(posted.map(({ url, method }) => [method, url])).toEqual([
      ["POST", "https://github.com/settings/apps/new"],
      ["POST", "https://github.com/organizations/acme%20corp/settings/apps/new"],
    ]);
    const manifests = posted.map(
      ({ body }) => JSON.parse(new URLSearchParams(body).get("manifest") ?? "") as Manifest,
    );
    expect(manifests).toMatchObject([
      {
        url: "https://policy.example.com",
        redirect_url: "https://policy.example.com/registered",
        hook_attributes: { url: "https://policy.example.com/api/github/webhooks", active: true },
      },
      { redirect_url: "https://policy.example.com:8443/registered" },
    ]);
    for (const manifest of manifests) {
      expect(PARAMETERS).toEqual(expect.arrayContaining(Object.keys(manifest)));
      expect(["url", "active"]).toEqual(Object.keys(manifest.hook_attributes));
      for (const [name, level] of Object.entries(manifest.default_permissions))
        expect([name, properties[name]?.enum]).toEqual([name, expect.arrayContaining([level])]);
    }
  },
);
