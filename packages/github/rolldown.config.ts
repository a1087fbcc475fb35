import { defineConfig } from "rolldown";
import { bundling } from "../cli/bundling.ts";

/**
 * What a workflow runs as it is: no install, no cache. Parts are loaded when an event asks for them, so that one
 * that is ignored costs the start of Node. Other entries (the App, the child that judges apart) go beside `action`
 * and share its parts.
 */
export default defineConfig({
  ...bundling("mjs"),
  input: {
    action: "src/action.ts",
    comment: "src/comment/main.ts",
    app: "src/app/main.ts",
    "app-api": "src/app.ts",
    "evaluate-process": "src/judge/children/evaluate-process.ts",
    "fetch-process": "src/judge/children/fetch-process.ts",
  },
  output: {
    dir: "dist",
    format: "esm",
    cleanDir: true,
    entryFileNames: "[name].mjs",
    chunkFileNames: "[name].mjs",
    minify: true,
  },
});
