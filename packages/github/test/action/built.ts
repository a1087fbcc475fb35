import { join } from "node:path";
import { inject } from "vitest";
import { scene, type Scene, type SceneOptions } from "./scene.ts";

/** What sets a scene for the bundle. */
export const withBundle = (): ((options?: SceneOptions) => Promise<Scene>) => (options) =>
  scene(join(inject("bundle"), "action.mjs"), options);
