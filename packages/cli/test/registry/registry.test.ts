import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { registry } from "../kit/registry.ts";
import { folder } from "../kit/workspace.ts";

const manifest = JSON.stringify({ name: "@acme/core", version: "1.2.0" });

test("the registry of the tests has what npm publishes, with its dist-tag", async () => {
  const { npmrc, packument } = await registry();
  expect(await packument("@acme/core")).toBeUndefined();
  const { path } = await folder({ "package.json": manifest, ".npmrc": npmrc });
  execFileSync("npm", ["publish", "--tag", "next"], { cwd: path, stdio: "pipe" });
  const published = await packument("@acme/core");
  expect(published?.["dist-tags"]).toEqual({ latest: "1.2.0", next: "1.2.0" });
  expect(published?.versions["1.2.0"]).toMatchObject({ name: "@acme/core" });
});

test("the registry of the tests starts each test without packages", async () => {
  const { packument } = await registry();
  expect(await packument("@acme/core")).toBeUndefined();
});
