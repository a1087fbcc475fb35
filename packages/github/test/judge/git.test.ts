import { tmpdir } from "node:os";
import { afterEach, expect, test, vi } from "vitest";
import { gitAuthorization, gitText, passedEnvironment } from "../../src/judge/git.ts";

afterEach(() => vi.unstubAllEnvs());

test("git gets the path and the settings for proxies and certificates, and nothing else of the environment", async () => {
  vi.stubEnv("https_proxy", "http://proxy.acme.example");
  vi.stubEnv("GIT_SSH_COMMAND", "false");
  vi.stubEnv("ACME_TOKEN", "secret");
  const seen = await gitText(["-c", "alias.seen=!env", "seen"], { cwd: tmpdir() });
  expect(seen).toContain("https_proxy=http://proxy.acme.example");
  expect(seen).toContain("GIT_TERMINAL_PROMPT=0");
  expect(seen).not.toMatch(/GIT_SSH_COMMAND|ACME_TOKEN|secret/);
});

test("a process that starts git gets our own settings, too", () => {
  vi.stubEnv("RELEASE_POLICY_API", "https://git.acme.example/api");
  vi.stubEnv("RELEASE_POLICY_TOKEN", "secret");
  vi.stubEnv("GIT_DIR", "/elsewhere");
  const passed = passedEnvironment();
  expect(passed).toMatchObject({
    PATH: process.env["PATH"],
    RELEASE_POLICY_API: "https://git.acme.example/api",
  });
  expect(Object.keys(passed)).not.toEqual(expect.arrayContaining(["RELEASE_POLICY_TOKEN"]));
  expect(Object.keys(passed)).not.toEqual(expect.arrayContaining(["GIT_DIR"]));
});

test("a token is the password of a user", () => {
  const [scheme, text = ""] = gitAuthorization("secret").split(" ");
  expect([scheme, Buffer.from(text, "base64").toString()]).toEqual([
    "basic",
    "x-access-token:secret",
  ]);
});
