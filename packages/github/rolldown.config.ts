import { defineConfig } from "rolldown";
import { bundling } from "../cli/bundling.ts";
import { eagerFunctions } from "../cli/eager-functions.ts";
import { judgeSmallChange } from "./judge-small-change.ts";

/** The packages inside both bundles, which share one file of licenses. */
const bundled = new Set<string>();

/**
 * What a workflow runs as it is: no install, no cache. Parts are loaded when an event asks for them, so that one
 * that is ignored costs the start of Node. Other entries (the App, the comment for any CI) go beside `action` and share
 * its parts.
 */
const main = defineConfig({
  ...bundling("mjs", bundled),
  input: {
    action: "src/action.ts",
    comment: "src/comment/main.ts",
    app: "src/app/main.ts",
    "app-api": "src/app.ts",
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

/**
 * The processes that each evaluation starts. As CommonJS: Node starts it faster than modules, and loads of itself only
 * what is used.
 */
const shared = bundling("cjs", bundled);
const children = defineConfig({
  ...shared,
  plugins: [...shared.plugins, eagerFunctions("judge.cjs", judgeSmallChange)],
  input: {
    "evaluate-process": "src/judge/children/evaluate-process.ts",
    "fetch-process": "src/judge/children/fetch-process.ts",
  },
  output: {
    dir: "dist",
    format: "cjs",
    entryFileNames: "[name].cjs",
    chunkFileNames: "[name].cjs",
    minify: true,
    codeSplitting: {
      groups: [
        // Contains no parsers, so that nothing of the other is taken into it. An entry in a group would run with it.
        {
          name: "fetch",
          test: /[\\/]judge[\\/](?:fetch-change|children[\\/](?:start-judge|github-answers))\.ts$/,
          priority: 2,
        },
        // All that judging a change with Changesets 3 needs: many small files cost more than their code.
        {
          name: "judge",
          test: /[\\/]judge[\\/]evaluate\.ts$|[\\/]check[\\/](?:change|offers[\\/]advice)\.ts$|[\\/]git[\\/]published[\\/]published-changes\.ts$/,
          priority: 1,
        },
      ],
    },
  },
});

export default [main, children];
