import { type Finding, plain, rules } from "@release-policy/core";
import { type Example, exampleFiles } from "@release-policy/core/testing";
import { expect, test } from "vitest";
import { runExample } from "../kit/run-example.ts";

const REPLACE = /^write `(\w+)` instead of `(\w+)` in `([^`]+):(\d+)`/;
const ADD = /^add a changeset with `"([^`"]+)": (\w+)`/;

/** The files of an example after the edit with which a fix begins; undefined where it begins with none. */
function edited(example: Example, help: string): Record<string, string> | undefined {
  const [, to, from, path, line] = REPLACE.exec(help) ?? [];
  if (path !== undefined) {
    const lines = exampleFiles(example)[path]!.split("\n");
    lines[Number(line) - 1] = lines[Number(line) - 1]!.replace(from!, to!);
    return { [path]: lines.join("\n") };
  }
  const [, name, bump] = ADD.exec(help) ?? [];
  if (name === undefined) return undefined;
  return { ".changeset/fix.md": `---\n"${name}": ${bump}\n---\n\nSay what changed.\n` };
}

const keyOf = ({ rule, package: name = "" }: Finding): string => `${rule} ${name}`;
const errorsOf = (findings: readonly Finding[]): readonly string[] =>
  findings.filter(({ level }) => level === "error").map(keyOf);

/** Each fix that an example prints as an edit, by rule and title. */
const CASES = rules.flatMap(({ id, examples }) =>
  examples.reject.map((example) => [id, example.title, example] as const),
);

let applied = 0;
test.each(CASES)(
  "%s, %s: the fix removes its finding and adds no error",
  async (id, _, example) => {
    const before = await runExample(example);
    for (const finding of before.findings.filter(({ rule }) => rule === id)) {
      const files = edited(example, plain(finding.help));
      if (!files) continue;
      applied += 1;
      const { findings } = await runExample({ ...example, files: { ...example.files, ...files } });
      const known = new Set(errorsOf(before.findings));
      expect(findings.map(keyOf)).not.toContain(keyOf(finding));
      expect(errorsOf(findings).filter((one) => !known.has(one))).toEqual([]);
    }
  },
);

test("most rules about bumps print such a fix", () => {
  expect(applied).toBeGreaterThanOrEqual(13);
});
