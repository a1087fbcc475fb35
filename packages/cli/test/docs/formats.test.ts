import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { FORMATS } from "../../src/formats/formats.ts";

const GUIDE = readFileSync(join(import.meta.dirname, "../../../../docs/formats.md"), "utf8");

const blocks = (language: string): string[] =>
  [...GUIDE.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, "gm"))].map(
    ([, text]) => text!,
  );

interface Workflow {
  readonly on?: unknown;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs?: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}
interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

const workflows = (): readonly Workflow[] =>
  blocks("yaml")
    .map((text) => parse(text) as Workflow)
    .filter(({ on }) => on !== undefined);

test("the table of formats has every format that the commands accept, and no others", () => {
  const rows = [...GUIDE.matchAll(/^\| `([a-z]+)` \|/gm)].map(([, name]) => name);
  expect(new Set(rows)).toEqual(new Set(FORMATS));
  const named = [...GUIDE.matchAll(/--format ([a-z]+)/g)].map(([, name]) => name!);
  expect(named.filter((name) => !FORMATS.includes(name))).toEqual([]);
  expect(named.length).toBeGreaterThan(4);
});

test("the workflows have minimal permissions, pinned actions, and no untrusted input in scripts", () => {
  expect(workflows()).toHaveLength(2);
  for (const { permissions, jobs = {} } of workflows()) {
    const { contents, "security-events": security, ...others } = permissions!;
    expect([contents, others]).toEqual(["read", {}]);
    expect([undefined, "write"]).toContain(security);
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    const used = steps.flatMap(({ uses }) => uses ?? []);
    expect(used.filter((uses) => !/^[\w/-]+@[0-9a-f]{40}$/.test(uses))).toEqual([]);
    expect(steps.filter(({ run }) => run?.includes("${{"))).toEqual([]);
    const [checkout] = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkout!.with).toMatchObject({ "persist-credentials": false });
  }
});
