import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { check } from "../../src/index.ts";
import { runCli } from "../kit/run-cli.ts";
import { registry } from "../kit/registry.ts";
import { changeset, workspace } from "../kit/workspace.ts";

test("with --online, says which packages of the plan the registry does not know", async () => {
  const { npmrc, publish } = await registry();
  await publish("@acme/core", "1.2.0");
  const changesets = { cat: { "@acme/core": "patch", "@acme/plugin": "patch" } } as const;
  const root = await workspace({ changesets, files: { ".npmrc": npmrc } });
  const { notes } = await check({ cwd: root.path, online: true });
  expect(notes.map(plain)).toEqual([
    "the registry does not know `@acme/plugin`: the first publish needs a token that may create the name, because trusted publishing can only be set up afterwards",
  ]);
  expect((await check({ cwd: root.path })).notes).toEqual([]);
});

test("with --online, the dist-tag in pre mode is known", async () => {
  const { npmrc, publish } = await registry();
  await publish("lab", "0.1.0-beta.0");
  const root = await workspace({
    packages: { lab: "0.1.0-beta.0" },
    pre: { mode: "pre", tag: "beta" },
    changesets: { cat: changeset({ lab: "patch" }) },
    policies: { all: { packages: ["*"], distTag: "{prerelease}" } },
    files: { ".npmrc": npmrc },
  });
  const offline = await check({ cwd: root.path });
  expect(offline.notes.map(plain).join("\n")).toContain("run `release-policy check --online`");
  expect(offline.findings).toEqual([]);
  const { findings, notes } = await check({ cwd: root.path, online: true });
  expect(notes).toEqual([]);
  expect(findings.map(({ message }) => plain(message)).join("\n")).toContain(
    "would be published under `latest`, because only prereleases of it were published",
  );
});

test("with --online, says whose a package is, if not the user's", async () => {
  const { npmrc, publish, storage } = await registry();
  await publish("lab", "0.1.0");
  const path = join(storage, "lab/package.json");
  const stored = JSON.parse(readFileSync(path, "utf8")) as {
    versions: Record<string, { maintainers?: object[] }>;
    maintainers?: object[];
  };
  const maintainers = [{ name: "bob", email: "bob@example.com" }];
  stored.versions["0.1.0"]!.maintainers = maintainers;
  writeFileSync(path, JSON.stringify({ ...stored, maintainers }));
  const root = await workspace({
    packages: { lab: "0.1.0" },
    changesets: { cat: changeset({ lab: "patch" }) },
    policies: { all: { packages: ["*"] } },
    files: { ".npmrc": npmrc },
  });
  const { notes } = await check({ cwd: root.path, online: true });
  expect(notes.map(plain)).toEqual([
    "`lab` belongs to `bob` on the registry, but npm is logged in as `ann`",
  ]);
});

test("a registry that does not answer is one sentence and exit code 2", async () => {
  const changesets = { cat: { "@acme/core": "patch" } } as const;
  const npmrc = "registry=http://127.0.0.1:9/\n";
  const root = await workspace({ changesets, files: { ".npmrc": npmrc } });
  const { code, stderr } = await runCli(root.path, ["check", "--online"]);
  expect(code).toBe(2);
  expect(stderr).toContain("npm cannot ask the registry about @acme/core (ECONNREFUSED)");
});
