import { expect, test } from "vitest";
import { check, formatMarkdown, formatTerminal } from "../../src/index.ts";
import { byOrigin } from "../../src/formats/grouping.ts";
import { sentence } from "../../src/formats/markdown/text.ts";
import { verdictText } from "../../src/internal.ts";
import { changeset, workspace } from "../kit/workspace.ts";

const names = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `@acme/${prefix}-${i}`);

/** One major of the core that its twenty plugins and four experiments follow, and six mistakes of others. */
async function thirtyPackages(): Promise<string> {
  const packages = {
    "@acme/core": "1.8.0",
    ...Object.fromEntries(
      names("plugin", 20).map((name) => [
        name,
        { version: "0.3.0", peerDependencies: { "@acme/core": "^1.8.0" } },
      ]),
    ),
    ...Object.fromEntries(
      names("labs", 4).map((name) => [
        name,
        { version: "0.1.0-alpha.2", dependencies: { "@acme/core": "^1.8.0" } },
      ]),
    ),
    ...Object.fromEntries(names("tool", 5).map((name) => [name, "0.7.0"])),
  };
  const { path } = await workspace({
    packages,
    policies: {
      core: {
        packages: ["@acme/core"],
        versions: "1.x",
        bumps: { declared: ["patch", "minor"] },
        require: { breaking: ["upgrade-guide"] },
        rules: { "upgrade-guide": ["error", { on: "bump" }] },
      },
      integrations: { packages: ["@acme/plugin-*", "@acme/tool-*"], versions: "0.y.z" },
      sandbox: { packages: ["@acme/labs-*"], prerelease: { required: ["alpha"] } },
    },
    changesets: {
      "calm-dogs": changeset({ "@acme/core": "major" }),
      ...Object.fromEntries(
        names("tool", 5).map((name, i) => [`tool-${i}`, changeset({ [name]: "major" })]),
      ),
      "nice-pets": changeset({ "@acme/legacy": "patch" }),
    },
  });
  return path;
}

test("the findings of one changeset line are one block, and the report fits on a screen", async () => {
  const report = await check({ cwd: await thirtyPackages(), planner: "changesets@2" });
  const text = formatTerminal(report, { width: 80 });
  const lines = text.split("\n");
  expect(lines.length).toBeLessThanOrEqual(60);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(text.match(/^error\[/gm)).toHaveLength(3);
  expect(text.startsWith("error[declared-bump]: @acme/core declares major")).toBe(true);
  expect(text).toContain("= also:   upgrade-guide, version-inside-track: @acme/core 2.0.0\n");
  expect(text).toContain("= also:   accidental-graduation: @acme/plugin-0 1.0.0, ");
  expect(text).toContain("and 16 more");
});

test("terminal, comment and status use the same counts and words", async () => {
  const report = await check({
    cwd: await thirtyPackages(),
    planner: "changesets@2",
    advice: true,
  });
  const errors = report.findings.filter(({ level }) => level === "error").length;
  const verdict = verdictText(report);
  expect(verdict).toBe(`30 of 30 releases not allowed (${errors} errors)`);
  expect(formatTerminal(report)).toContain(`✗ ${verdict}\n`);
  const comment = formatMarkdown(report);
  expect(comment).toContain(`### ❌ Release policy: ${verdict}\n`);
  expect(comment).toContain(`**Causes 26 of the ${errors - 1} other errors:**`);
});

test("a long comment has every rule, line of the policy and package, and the whole fix of each rule at each cause", async () => {
  const report = await check({
    cwd: await thirtyPackages(),
    planner: "changesets@2",
    advice: true,
  });
  const comment = formatMarkdown(report);
  const missing = byOrigin(report.findings).flatMap(({ lead, others }) =>
    [lead, ...others].flatMap(([{ rule, help, because, package: name = "" }]) => {
      const policy = because ? `\`${because.at.path}:${because.at.line}\` \`${because.text}\`` : "";
      return [rule, name, policy, sentence(help)].filter((text) => !comment.includes(text));
    }),
  );
  expect(missing).toEqual([]);
  expect(comment).toContain("; if a `major` is intended, add a waiver");
});
