import { say } from "@release-policy/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { githubLog, githubObstacles } from "../../src/formats/github-annotations.ts";
import { formatAnnotations } from "../../src/index.ts";
import { ATTACKS, badLines } from "../kit/attacks.ts";
import { RUNS, obstacleWith, reportWith, texts } from "../kit/hostile.ts";
import { findingOf, reportOf } from "../kit/report.ts";
import { commandsIn } from "../kit/runner-commands.ts";

const STYLE = { color: false, width: 100 };

/** So many findings at places of their own. */
const findings = (count: number, level: "error" | "warn") =>
  Array.from({ length: count }, (_, i) =>
    findingOf({ level, at: { path: `.changeset/${level}.md`, line: i + 1, column: 1 } }),
  );

test("an annotation is at the bump in the changeset, and says why and what to do", () => {
  expect(commandsIn(formatAnnotations(reportOf({ findings: [findingOf()] })))).toEqual([
    {
      name: "error",
      properties: {
        file: ".changeset/one.md",
        line: "2",
        endLine: "2",
        col: "17",
        endColumn: "21",
        title: "accidental-graduation: @acme/plugin 1.0.0",
      },
      data: [
        "`@acme/plugin` leaves `0.y.z` for `1.0.0`",
        "fix: write `minor` instead of `major` in `.changeset/one.md:2`",
        'policy: policies/integrations.yaml:2  versions: "0.y.z"',
        "chain: @acme/plugin 1.0.0 ← major in .changeset/one.md:2",
      ].join("\n"),
    },
  ]);
});

test("the title names the rule, and the package and version as far as there are any", () => {
  const { package: _, version: __, ...rest } = findingOf();
  const title = (given: Parameters<typeof findingOf>[0]) =>
    commandsIn(formatAnnotations(reportOf({ findings: [{ ...rest, ...given }] })))[0]!.properties[
      "title"
    ];
  expect(title({})).toBe("accidental-graduation");
  expect(title({ package: "core" })).toBe("accidental-graduation: core");
  expect(title({ version: "1.0.0" })).toBe("accidental-graduation: 1.0.0");
});

test("findings with the same cause are one annotation that names the others", () => {
  const group = ["@acme/a", "@acme/b", "@acme/c"].map((name) => findingOf({ package: name }));
  const [only, ...rest] = commandsIn(formatAnnotations(reportOf({ findings: group })));
  expect(rest).toEqual([]);
  expect(only!.data).toContain("also: `@acme/b 1.0.0`, `@acme/c 1.0.0`\n");
});

test("no more than ten errors and ten warnings, errors first, and the last of each counts what is left", () => {
  const report = reportOf({ findings: [...findings(13, "warn"), ...findings(12, "error")] });
  const commands = commandsIn(formatAnnotations(report));
  expect(commands.map(({ name }) => name)).toEqual([
    ...Array.from({ length: 10 }, () => "error"),
    ...Array.from({ length: 10 }, () => "warning"),
  ]);
  expect(commands[9]!.data).toBe("and 3 more errors (see the log)");
  expect(commands[19]!.data).toBe("and 4 more warnings (see the log)");
});

test.each([0, 1, 2, 10, 11])("at most %i on request, and all are counted", (most) => {
  const log = formatAnnotations(reportOf({ findings: findings(11, "error") }), { most });
  const commands = commandsIn(log);
  expect(commands.length).toBe(Math.min(most, 11));
  const more = /and (\d+) more/.exec(commands.at(-1)?.data ?? "");
  expect(most === 0 || commands.length - (more ? 1 : 0) + Number(more?.[1] ?? 0) === 11).toBe(true);
});

test("pending and waived findings are not annotations", () => {
  const finding = findingOf();
  const waiver = { reason: "x", owner: "y", until: "2027-01-01", line: finding.because! };
  const report = reportOf({ pending: [finding], waived: [{ finding, waiver }] });
  expect(formatAnnotations(report)).toBe("");
});

test("file paths start at the root of the repository", () => {
  const log = formatAnnotations(reportOf({ findings: [findingOf()] }), { prefix: "web/app/" });
  expect(commandsIn(log)[0]!.properties["file"]).toBe("web/app/.changeset/one.md");
});

test("a comma, a colon and a percent sign in a name are kept", () => {
  const path = ".changeset/a,line=9::b%0A%.md";
  const at = { path, line: 1, column: 1 };
  const [command] = commandsIn(formatAnnotations(reportOf({ findings: [findingOf({ at })] })));
  expect(command!.properties).toMatchObject({ file: path, line: "1" });
});

test("an obstacle is an error at its place, with the help", () => {
  const obstacle = { message: "no", help: "one\ntwo", at: { path: "a.yaml", line: 3, column: 1 } };
  expect(commandsIn(formatAnnotations({ obstacles: [obstacle, { message: "nowhere" }] }))).toEqual([
    {
      name: "error",
      properties: expect.objectContaining({ file: "a.yaml", line: "3" }) as object,
      data: "no\nhelp: one\ntwo",
    },
    { name: "error", properties: { title: "release-policy could not judge" }, data: "nowhere" },
  ]);
});

const LOGS: Readonly<Record<string, (text: string) => string>> = {
  "a verdict": (text) => githubLog(reportWith(text), STYLE),
  "a reason that there is none": (text) =>
    githubObstacles([obstacleWith(text), obstacleWith(text)], STYLE),
};
const CASES = Object.keys(LOGS).flatMap((name) =>
  Object.entries(ATTACKS).map(([what, text]) => ({ name, what, text })),
);

/** Nothing is obeyed but what we command, and nothing of that is more than text. */
function expectOwnCommands(log: string, like: string): void {
  const commands = commandsIn(log);
  expect(commands.map(({ name }) => name)).toEqual(commandsIn(like).map(({ name }) => name));
  for (const { properties, data } of commands) {
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(["title"]));
    expect(badLines([data, ...Object.values(properties)].join("\n"))).toEqual([]);
    expect(data.length).toBeLessThanOrEqual(4000);
  }
  const others = log.split("\n").filter((line) => !/^::(?:error|warning) /.test(line));
  expect(badLines(others.join("\n"))).toEqual([]);
}

test.for(CASES)("in a log of $name, $what cannot run commands", ({ name, text }) => {
  expectOwnCommands(LOGS[name]!(text), LOGS[name]!("@acme/core"));
});

test.each(Object.keys(LOGS))("in a log of %s, no text can run commands", (name) => {
  const like = LOGS[name]!("@acme/core");
  fc.assert(
    fc.property(texts, (text) => expectOwnCommands(LOGS[name]!(text), like)),
    RUNS,
  );
});

test("the log ends with the report for people", () => {
  const log = githubLog(reportOf({ findings: [findingOf({ message: say`no` })] }), STYLE);
  expect(log.split("\n")[0]).toMatch(/^::error /);
  expect(log).toContain("error[accidental-graduation]: no\n  --> .changeset/one.md:2:17\n");
});
