import { plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { check } from "../../src/index.ts";
import { runCli } from "../kit/run-cli.ts";
import { changeset, workspace } from "../kit/workspace.ts";

const MODE = { evaluate: "2027-01-15" };
/** A plugin that is about to become 1.0.0, on a track that is being evaluated. */
const evaluating = (integrations: object, more: Readonly<Record<string, unknown>> = {}) =>
  workspace({
    changesets: { old: { "@acme/plugin": "major" } },
    policies: {
      core: { packages: ["@acme/core"], versions: "1.x" },
      integrations: { packages: ["@acme/plugin"], ...integrations },
      ...more,
    },
  });

async function verdict(cwd: string, today: string, more = {}) {
  const { outcome, findings, waived } = await check({ cwd, today, ...more });
  return {
    outcome,
    findings: findings.map(({ rule }) => rule),
    evaluated: waived.map(({ finding, evaluated }) => [
      finding.rule,
      evaluated?.until,
      evaluated?.line.at.path,
    ]),
  };
}

const ACCIDENT = ["accidental-graduation", "2027-01-15", "policies/integrations.yaml"];

test("findings on a track only count after the date of its mode", async () => {
  const { path: cwd } = await evaluating({ versions: "0.y.z", mode: MODE });
  const before = { outcome: "pass", findings: [], evaluated: [ACCIDENT] };
  expect(await verdict(cwd, "2026-06-15")).toEqual(before);
  expect(await verdict(cwd, "2027-01-14", { strict: true })).toEqual(before);
  const after = { outcome: "fail", findings: ["accidental-graduation"], evaluated: [] };
  expect(await verdict(cwd, "2027-01-15")).toEqual(after);
});

test("findings on other tracks count at once", async () => {
  const fixture = await evaluating({ versions: "0.y.z", mode: MODE });
  await fixture.writeFile(".changeset/new.md", changeset({ "@acme/core": "major" }));
  expect(await verdict(fixture.path, "2026-06-15")).toMatchObject({
    outcome: "fail",
    findings: ["version-inside-track"],
    evaluated: [ACCIDENT],
  });
});

test("only a rule with a mode is evaluated", async () => {
  const fixture = await evaluating({
    rules: { "accidental-graduation": { level: "error", mode: MODE } },
  });
  await fixture.writeFile(".changeset/new.md", changeset({ "@acme/cor": "patch" }));
  expect(await verdict(fixture.path, "2026-06-15")).toEqual({
    outcome: "fail",
    findings: ["unknown-package"],
    evaluated: [ACCIDENT],
  });
});

test("the mode of a rule in workspace.yaml applies if a track only sets the level", async () => {
  const { path: cwd } = await evaluating(
    { rules: { "accidental-graduation": "error" } },
    { workspace: { rules: { "accidental-graduation": { level: "warn", mode: MODE } } } },
  );
  expect(await verdict(cwd, "2026-06-15")).toMatchObject({
    outcome: "pass",
    evaluated: [["accidental-graduation", "2027-01-15", "policies/workspace.yaml"]],
  });
});

test("every format reports evaluated findings and counts them in the same words", async () => {
  const { path } = await evaluating({ versions: "0.y.z", mode: MODE });
  const shown = async (...args: string[]) =>
    (await runCli(path, ["check", "--today", "2026-06-15", ...args])).stdout;
  const fix = "write minor instead of major in .changeset/old.md:2";
  const terminal = await shown();
  expect(terminal).toContain(`\
evaluated[accidental-graduation]: @acme/plugin would go from 0.3.0 to 1.0.0, but track integrations
  only allows 0.y.z; an error from 2027-01-15 on
  fix: ${fix}`);
  expect(terminal).toContain("✓ 1 release allowed (1 evaluated until 2027-01-15)\n");
  const comment = await shown("--format", "markdown");
  expect(comment).toContain("1 release allowed (1 evaluated until 2027-01-15)");
  expect(comment).toContain("🔎 **Evaluated** until `2027-01-15`: then it counts");
  expect(comment).toContain(
    "\n  **Fix:** write `minor` instead of `major` in `.changeset/old.md:2`",
  );
  const { counts, waived } = JSON.parse(await shown("--format", "json"));
  expect(counts).toMatchObject({ errors: 0, waived: 0, accepted: 0, evaluated: 1 });
  expect(waived).toMatchObject([
    {
      level: "error",
      help: expect.stringMatching(/^write `minor` instead of `major` in /),
      evaluated: { until: "2027-01-15" },
    },
  ]);
  const sarif = JSON.parse(await shown("--format", "sarif"));
  expect(sarif.runs[0].results[0].suppressions).toMatchObject([
    { status: "underReview", justification: "an error from 2027-01-15 on" },
  ]);
});

test("an evaluated finding has the same fix as once it counts", async () => {
  const fixture = await workspace({
    changesets: { one: { "@acme/plugin": "major" }, two: { "@acme/plugin": "major" } },
    policies: {
      core: { packages: ["@acme/core"], versions: ">=1.0.0" },
      integrations: { packages: ["@acme/plugin"], versions: "0.y.z", mode: MODE },
    },
  });
  const helpOn = async (today: string): Promise<string[]> => {
    const { findings, waived } = await check({ cwd: fixture.path, today });
    return [...findings, ...waived.map(({ finding }) => finding)].map(({ help }) => plain(help));
  };
  const evaluated = await helpOn("2026-06-15");
  expect(evaluated).toEqual([
    expect.stringContaining(
      "in `.changeset/one.md:2` and `minor` instead of `major` in `.changeset/two.md:2`",
    ),
  ]);
  expect(evaluated).toEqual(await helpOn("2027-01-15"));
});

test("a waiver of an evaluated finding is used", async () => {
  const { path: cwd } = await evaluating(
    { versions: "0.y.z", mode: MODE },
    {
      waivers: {
        waivers: [
          {
            rule: "accidental-graduation",
            package: "@acme/plugin",
            version: "1.0.0",
            reason: "decided",
            owner: "@ann",
            until: "2026-12-31",
          },
        ],
      },
    },
  );
  const { findings, waived } = await check({ cwd, today: "2026-06-15" });
  expect([findings.map(({ message }) => plain(message)), waived[0]?.waiver?.owner]).toEqual([
    [],
    "@ann",
  ]);
});
