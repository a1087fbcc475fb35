import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inject } from "vitest";
import type * as children from "../../src/judge/children/judge-in-children.ts";

/** Where the children are as they are published. They start in a fraction of the time that their sources take. */
export const PUBLISHED = pathToFileURL(join(inject("bundle"), "judge-in-children.mjs")).href;

export const { judgeInChildren } = (await import(/* @vite-ignore */ PUBLISHED)) as typeof children;
