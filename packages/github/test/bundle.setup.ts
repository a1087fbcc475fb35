import type { TestProject } from "vitest/node";
import { buildAction } from "./build-action.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the bundle, built once for all files. */
    readonly bundle: string;
  }
}

export default async function setup(project: TestProject): Promise<() => void> {
  const { dir, remove } = await buildAction();
  project.provide("bundle", dir);
  return remove;
}
