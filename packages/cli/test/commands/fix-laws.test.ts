import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { check, fix } from "../../src/index.ts";
import { workspace } from "../kit/workspace.ts";
import { runs } from "../kit/sampling.ts";

const NAMES = ["@acme/core", "@acme/plugin", "@acme/docs", "@acme/cli", "@acme/plugn", "@acme/x"];

const changesets = fc.array(
  fc.record({
    bumps: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom(...NAMES),
        bump: fc.constantFrom("patch", "minor", "major"),
        quote: fc.constantFrom('"', "'"),
      }),
      { selector: ({ name }) => name, minLength: 1, maxLength: 4 },
    ),
    eol: fc.constantFrom("\n", "\r\n"),
    mark: fc.constantFrom("", "\uFEFF"),
  }),
  { minLength: 1, maxLength: 3 },
);

const texts = (root: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(root, ".changeset"))
      .filter((name) => name.endsWith(".md"))
      .map((name) => [name, readFileSync(join(root, ".changeset", name), "utf8")]),
  );

test("fixing causes no new kind of error, keeps line endings, and is idempotent", async () => {
  await fc.assert(
    fc.asyncProperty(changesets, async (given) => {
      const files = given.map(({ bumps, eol, mark }, i) => {
        const lines = bumps.map(({ name, bump, quote }) => `${quote}${name}${quote}: ${bump}`);
        const text = ["---", ...lines, "---", "", "Text.", ""].join(eol);
        return [`.changeset/c${i}.md`, `${mark}${text}`] as const;
      });
      await using fixture = await workspace({
        packages: {
          "@acme/core": "1.2.0",
          "@acme/docs": "0.0.0",
          "@acme/cli": "2.0.0",
          "@acme/plugin": { version: "0.3.0", peerDependencies: { "@acme/core": "workspace:^" } },
        },
        config: { ignore: ["@acme/docs"] },
        policies: {
          core: { packages: ["@acme/core"], bumps: { declared: ["patch", "minor"] } },
          tools: { packages: ["@acme/cli"] },
          integrations: { packages: ["@acme/plugin"], versions: "0.y.z", breaking: "minor" },
          workspace: { couplings: [{ umbrella: "@acme/cli", members: ["@acme/core"] }] },
        },
        files: Object.fromEntries(files),
      });
      const cwd = fixture.path;
      const rulesBefore = new Set((await check({ cwd })).findings.map(({ rule }) => rule));
      const { left } = await fix({ cwd });
      const after = texts(cwd);
      const report = await check({ cwd });
      expect(report.findings.map(({ message }) => message)).toEqual(
        left.map(({ message }) => message),
      );
      const errors = report.findings.filter(({ level }) => level === "error");
      for (const { rule } of errors) expect([...rulesBefore]).toContain(rule);
      for (const [i, { eol, mark }] of given.entries()) {
        const text = after[`c${i}.md`]!;
        expect(text.startsWith("\uFEFF")).toBe(mark !== "");
        expect(text.replaceAll(eol, "")).not.toMatch(/[\r\n]/);
      }
      expect((await fix({ cwd })).changes).toEqual([]);
      expect(texts(cwd)).toEqual(after);
    }),
    { numRuns: runs(40) },
  );
}, 240_000);
