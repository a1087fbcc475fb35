import { join } from "node:path";
import { type Expected, type Mistake, type PolicyTestCase, readTests } from "@release-policy/core";
import { type Document, isMap, isSeq, parseDocument } from "yaml";
import { CannotJudge } from "../errors.ts";
import { SIZE_LIMITS, entryAt, listFolder, readText } from "../files/files.ts";
import { writeDurably } from "../files/writing/durable-file.ts";
import { POLICY_FOLDER, readPolicyFile } from "./policy-files.ts";
import { rules } from "./rules.ts";

const TEST_FOLDER = `${POLICY_FOLDER}/tests`;

/** The cases of a file of tests. */
export interface TestFile {
  readonly path: string;
  readonly cases: readonly PolicyTestCase[];
}

/** Reads `policies/tests`. Throws `CannotJudge` with every mistake in every file, or if there is no test. */
export function readTestFolder(root: string): readonly TestFile[] {
  const paths =
    entryAt(join(root, TEST_FOLDER)) === "folder"
      ? listFolder(root, TEST_FOLDER)
          .filter(({ name }) => /\.ya?ml$/.test(name) && !name.startsWith("."))
          .map(({ name }) => `${TEST_FOLDER}/${name}`)
      : [];
  if (paths.length === 0) {
    throw new CannotJudge({
      message: `no policy tests found (expected ${TEST_FOLDER}/*.yaml)`,
      help: "write one with a name, packages, changesets and expect",
    });
  }
  const mistakes: Mistake[] = [];
  const files = paths.flatMap((path): TestFile[] => {
    const file = readPolicyFile(root, path, mistakes);
    return file ? [{ path, cases: readTests(file, rules, mistakes) }] : [];
  });
  if (mistakes.length > 0) throw new CannotJudge(...mistakes);
  return files;
}

/** What is to be changed in what a case expects. */
export interface Correction {
  readonly path: PolicyTestCase["path"];
  /** Indexes of what is expected and not found. */
  readonly missing: readonly number[];
  readonly unexpected: readonly Expected[];
}

/** Rewrites what cases of a file expect. Comments and all other values stay. */
export function correctTests(root: string, path: string, corrections: readonly Correction[]): void {
  const text = readText(root, path, SIZE_LIMITS.policy) ?? "";
  const doc = parseDocument(text);
  for (const correction of corrections) correct(doc, correction);
  const next = doc.toString({ lineWidth: 0 });
  const after = text.includes("\r\n") ? next.replaceAll("\n", "\r\n") : next;
  writeDurably(join(root, path), after);
}

function correct(doc: Document, { path, missing, unexpected }: Correction): void {
  const keys = [...path, "expect"];
  const found: unknown = doc.getIn(keys, true);
  const list = isSeq(found) ? found : doc.createNode([]);
  for (const index of missing.toReversed()) list.delete(index);
  for (const { rule, package: name } of unexpected) {
    list.add(doc.createNode(name === undefined ? rule : `${rule} ${name}`));
  }
  list.flow = list.items.length === 0;
  const owner: unknown = path.length === 0 ? doc.contents : doc.getIn(path, true);
  if (isMap(owner)) owner.set("expect", list);
}
