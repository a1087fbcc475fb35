import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Sentence, rules } from "@release-policy/core";
import { sentence } from "../../../packages/cli/src/formats/markdown/text.ts";
import type { ReportedFinding } from "../../../packages/cli/src/index.ts";
import { reportOf } from "./example-reports.ts";
import { itemOf, unseenList } from "./items.ts";
import { type Template, templatesOf, unseen } from "./templates.ts";

/** The sections of the rules, and how many of their sentences no example shows. */
export async function ruleSections(root: string, files: readonly string[]): Promise<Section[]> {
  const own = files.filter((file) => file.startsWith("packages/core/src/rules/"));
  const findings = (
    await Promise.all(
      rules.flatMap(({ examples }) => examples.reject).map((example) => reportOf(example)),
    )
  ).flatMap((report) => report.findings);
  const texts = findings.flatMap(({ message, help }) => [words(message), words(help)]);
  const sections = rules.map((rule) => {
    const file = own.find((one) => one.endsWith(`/${rule.id}.ts`))!;
    const templates = withShared(root, file, own).flatMap((one) => templatesOf(root, one, SAY));
    const shown = distinct(findings.filter((finding) => finding.rule === rule.id));
    return sectionOf(rule.id, shown.map(findingItem), templates, texts);
  });
  const shared = files.filter((file) => SHARED.test(file));
  const templates = shared.flatMap((file) => templatesOf(root, file, SAY));
  return [...sections, sectionOf("Fixes and notes that rules share", [], templates, texts)];
}

/** A heading with what is said below it. */
export interface Section {
  readonly text: string;
  readonly all: number;
  readonly unseen: number;
  /** The sentences listed without an example. */
  readonly listed: readonly string[];
}

const SAY = { keys: [], any: false };
const SHARED = /^packages\/(?:core\/src\/(?:judge|fixes)|cli\/src\/check)\//;

/** `## heading`, the items with examples, then the templates that none of the sentences is made of. */
export function sectionOf(
  heading: string,
  items: readonly string[],
  templates: readonly Template[],
  texts: readonly string[],
): Section {
  const left = unseen(templates, texts);
  const text = [`### ${heading}`, items.join("\n"), unseenList(left)];
  return {
    text: text.filter((part) => part !== "").join("\n\n"),
    all: templates.length,
    unseen: left.length,
    listed: left.map((template) => template.text),
  };
}

/** A file of a rule, and the files of its folder that it uses and that are not rules. */
function withShared(root: string, file: string, own: readonly string[]): string[] {
  const isRule = (path: string): boolean => rules.some(({ id }) => path.endsWith(`/${id}.ts`));
  const all = new Set([file]);
  for (const path of all) {
    for (const [, target] of readFileSync(join(root, path), "utf8").matchAll(/from "(\.[^"]+)"/g)) {
      const full = join(dirname(path), target!);
      if (own.includes(full) && !isRule(full)) all.add(full);
    }
  }
  return [...all];
}

const words = (parts: Sentence): string =>
  parts.map((part) => (typeof part === "string" ? part : part.code)).join("");

/** The first of each message with each fix and option. */
function distinct(findings: readonly ReportedFinding[]): ReportedFinding[] {
  const form = (parts: Sentence): string =>
    parts.map((part) => (typeof part === "string" ? part : "…")).join("");
  const byForm = Map.groupBy(findings, ({ message, help }) => `${form(message)}\n${form(help)}`);
  return [...byForm.values()].map(([first]) => first!);
}

function findingItem({ message, help, option }: ReportedFinding): string {
  const all = sentence(help);
  const or = option && sentence(option);
  return itemOf(sentence(message), {
    fix: or !== undefined && all.endsWith(`; ${or}`) ? all.slice(0, -or.length - 2) : all,
    ...(or === undefined ? {} : { or }),
  });
}
