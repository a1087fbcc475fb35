import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { buildAction } from "../build-action.ts";
import { scene, type Scene, type SceneOptions } from "./scene.ts";

/** Builds the bundle once for the tests of a file; gives what sets a scene for it. */
export function withBundle(): (options?: SceneOptions) => Promise<Scene> {
  let built: Awaited<ReturnType<typeof buildAction>>;
  beforeAll(async () => {
    built = await buildAction();
  }, 60_000);
  afterAll(() => built.remove());
  return (options) => scene(join(built.dir, "action.mjs"), options);
}
