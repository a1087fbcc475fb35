import { expect, test } from "vitest";
import { verify } from "../../src/index.ts";
import { publish } from "../kit/publish.ts";
import { registry } from "../kit/registry.ts";
import { workspace } from "../kit/workspace.ts";

test("asks the registry of publishConfig about a deprecated package, again within the window", async () => {
  const acmes = await registry();
  const old = { name: "old", version: "1.3.0" };
  await publish(acmes, old);
  const root = await workspace({
    packages: {},
    policies: { all: { packages: ["*"] } },
    files: {
      ".npmrc": acmes.npmrc.replace(/registry=.*\n/, "registry=http://127.0.0.1:9/\n"),
      "packages/old/package.json": JSON.stringify({
        ...old,
        publishConfig: { registry: acmes.url },
      }),
      "policies/deprecations.yaml":
        'deprecations:\n  - { package: old, api: "*", deprecatedIn: "1.0.0" }\n',
    },
  });
  const progress: string[] = [];
  const after = await verify({
    cwd: root.path,
    wait: 300_000,
    onProgress(text) {
      if (progress.push(text) === 1)
        void publish(acmes, { name: "old", version: "1.4.0", deprecated: "use @acme/core" });
    },
  });
  // Whoever asks the other registry is refused, and never agrees.
  expect([after.outcome, progress[0]]).toEqual([
    "pass",
    "waiting for the registry: 1 of 2 packages",
  ]);
});

test("does not take a registry for agreeing that it cannot ask about the ledger", async () => {
  const root = await workspace({
    packages: {},
    policies: { all: { packages: ["*"] } },
    files: {
      ".npmrc": "registry=http://127.0.0.1:9/\nfetch-retries=0\n",
      "packages/ui/package.json": '{ "name": "ui", "version": "1.0.0", "private": true }',
      "policies/deprecations.yaml":
        'deprecations:\n  - { package: gone, api: "*", deprecatedIn: "1.0.0" }\n',
    },
  });
  expect(await verify({ cwd: root.path })).toMatchObject({ outcome: "unknown", findings: [] });
});
