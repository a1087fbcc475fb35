import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "rolldown/utils";
import { expect, inject, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { buildAction } from "./build-action.ts";

const PACKAGE = join(import.meta.dirname, "..");
const MANIFEST = parse(readFileSync(join(PACKAGE, "action.yml"), "utf8")) as {
  readonly inputs: Readonly<Record<string, { readonly description: string; default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: unknown;
};

const BUNDLE = inject("bundle");

const digests = (dir: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(dir)
      .toSorted()
      .map((name) => [
        name,
        createHash("sha256")
          .update(readFileSync(join(dir, name)))
          .digest("hex"),
      ]),
  );

test("two builds in different folders are byte-identical", async () => {
  const { dir, remove } = await buildAction();
  onTestFinished(remove);
  expect(digests(dir)).toEqual(digests(BUNDLE));
  expect(readdirSync(dir)).toContain("action.mjs");
});

test("the bundle contains no path of the build machine", () => {
  for (const name of readdirSync(BUNDLE))
    expect(readFileSync(join(BUNDLE, name), "utf8")).not.toContain(PACKAGE);
});

test("the bundle needs only the comparison of APIs, and includes the licences of its contents", () => {
  const files = readdirSync(BUNDLE);
  // The texts of a planner are only compared, never loaded.
  const texts = "bundled-code.part.mjs";
  for (const name of files.filter((file) => file.endsWith(".mjs") && file !== texts)) {
    const text = readFileSync(join(BUNDLE, name), "utf8");
    const { staticImports, dynamicImports } = parseSync(name, text).module;
    const imported = [
      ...staticImports.map(({ moduleRequest }) => moduleRequest.value),
      ...dynamicImports
        .map(({ moduleRequest: { start, end } }) => text.slice(start, end))
        // Without a literal, it imports what a caller names.
        .flatMap((source) => /^["'`]([^"'`]+)["'`]$/.exec(source)?.[1] ?? []),
    ];
    for (const from of imported)
      expect(from, name).toMatch(
        /^(?:node:|@release-policy\/api$|\.\/[\w.-]+\.mjs$|(?:fs|os|path|crypto|util|stream|url|assert|events|module|process|child_process|worker_threads|constants)$)/,
      );
  }
  const notices = readFileSync(join(BUNDLE, "THIRD-PARTY-LICENSES.txt"), "utf8");
  for (const name of ["@actions/core", "@changesets/assemble-release-plan", "semver", "zod"])
    expect(notices).toMatch(new RegExp(`^${name} \\d`, "m"));
});

test("the Action runs on Node 24 from one file, and uses no cache", () => {
  expect(MANIFEST.runs).toEqual({ using: "node24", main: "dist/action.mjs" });
  for (const name of readdirSync(BUNDLE))
    expect(readFileSync(join(BUNDLE, name), "utf8")).not.toMatch(
      /ACTIONS_CACHE_URL|ACTIONS_RESULTS_URL|@actions\/(?:cache|artifact)|(?:spawn|exec)\w*\(\W*(?:npm|pnpm|yarn|bun)\b/,
    );
});

test("the page has exactly the existing inputs and outputs", () => {
  const page = readFileSync(join(PACKAGE, "../../docs/github.md"), "utf8");
  for (const [name, { default: value = "" }] of Object.entries(MANIFEST.inputs))
    expect(page).toContain(`| \`${name}\` | ${value === "" ? "" : `\`${value}\` `}|`);
  for (const name of Object.keys(MANIFEST.outputs)) expect(page).toContain(`| \`${name}\` | `);
});

test("outside a workflow, it says what it is, and does nothing", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(BUNDLE, "action.mjs")], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"] },
  });
  expect(status).toBe(1);
  expect(stdout).toContain("::error title=release-policy::GITHUB_REPOSITORY is not set");
  expect(stderr).toBe("");
});
