import type { Job, Step, WorkflowFile } from "./workflow-files.ts";

/** Expressions that an outsider cannot choose. */
const OURS =
  /^(?:github\.event\.(?:pull_request\.number|comment\.id|workflow_run\.(?:head_repository\.id|head_sha))|github\.ref|matrix\.\w+|github\.event\.pull_request\.number \|\| github\.ref)$/;
const EXPRESSION = /\$\{\{\s*(.*?)\s*\}\}/g;
const OWN_EVENTS = ["schedule", "workflow_dispatch"];
const PRIVILEGED = ["pull_request_target", "workflow_run"];

/** What a careful reader would object to in a workflow file: the dangers that zizmor and actionlint look for, and ours. */
export function complaints(workflow: WorkflowFile): string[] {
  const { text, on, permissions, concurrency, jobs } = workflow;
  const privileged = PRIVILEGED.some((event) => event in on);
  // A run that no stranger starts has only the artifacts of its own jobs.
  const isOwn = Object.keys(on).every((event) => OWN_EVENTS.includes(event));
  const reasons = /# zizmor: ignore\[dangerous-triggers\] -- \S/.test(text);
  return [
    ...(permissions ? [] : ["no permissions"]),
    ...(privileged && !reasons ? ["a trigger with a token that may write, without a reason"] : []),
    ...[...text.matchAll(/^ +([a-z-]+: (?:read|write)) *$/gm)].map(
      ([, permission]) => `a permission without a reason: ${permission}`,
    ),
    ...foreign(concurrency?.group).map((expression) => `the group has ${expression}`),
    ...Object.entries(jobs).flatMap(([name, job]) =>
      ofJob(job, privileged, isOwn).map((complaint) => `${name}: ${complaint}`),
    ),
  ];
}

function ofJob({ steps, permissions = {} }: Job, privileged: boolean, isOwn: boolean): string[] {
  const pushes = permissions["contents"] === "write";
  return [
    ...(privileged && pushes ? ["may push to the repository"] : []),
    ...steps.flatMap((step) => ofStep(step, privileged, pushes, isOwn)),
  ];
}

function ofStep(
  { uses, run, with: given = {} }: Step,
  privileged: boolean,
  pushes: boolean,
  isOwn: boolean,
): string[] {
  const [action = "", commit = ""] = uses?.split("@") ?? [];
  const local = action.startsWith("./");
  const checkout = action === "actions/checkout";
  return [
    ...foreign(run).map((expression) => `run: holds ${expression}`),
    ...(uses && !local && !/^[0-9a-f]{40}$/.test(commit) ? [`${uses} is not pinned`] : []),
    ...(action.endsWith("/download-artifact") && !(isOwn && !("run-id" in given))
      ? ["takes an artifact"]
      : []),
    ...(action.startsWith("actions/cache") || "cache" in given ? ["uses a cache"] : []),
    ...(checkout && !pushes && given["persist-credentials"] !== false ? ["keeps its token"] : []),
    ...(checkout && privileged && ("ref" in given || "repository" in given)
      ? ["checks out something else than the default branch"]
      : []),
  ];
}

const foreign = (text = ""): string[] =>
  [...text.matchAll(EXPRESSION)].flatMap(([whole, expression]) =>
    OURS.test(expression!) ? [] : [whole],
  );
