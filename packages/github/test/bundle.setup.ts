import type { TestProject } from "vitest/node";
import { buildAction } from "./build-action.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the bundle, built once for all files. */
    readonly bundle: string;
  }
}

export default async function setup(project: TestProject): Promise<() => void> {
  let bundle = await buildAction();
  project.provide("bundle", bundle.dir);
  project.onTestsRerun(async (specifications) => {
    if (!specifications.some((one) => one.project === project)) return;
    bundle.remove();
    bundle = await buildAction();
    project.provide("bundle", bundle.dir);
  });
  return () => bundle.remove();
}
