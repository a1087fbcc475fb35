import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";

export interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
}

export interface Job {
  readonly if?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

export interface WorkflowFile {
  readonly file: string;
  readonly text: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string };
  readonly jobs: Readonly<Record<string, Job>>;
}

const ROOT = join(import.meta.dirname, "../../..");

export const workflowFiles = (folder: string): WorkflowFile[] =>
  readdirSync(join(ROOT, folder)).map((name) => workflowFile(join(folder, name)));

export const workflowFile = (path: string): WorkflowFile =>
  parsed(readFileSync(join(ROOT, path), "utf8"), basename(path));

export const parsed = (text: string, file = "a.yml"): WorkflowFile => ({
  file,
  text,
  ...(parse(text) as Omit<WorkflowFile, "file" | "text">),
});
