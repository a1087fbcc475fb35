import { defineConfig } from "rolldown";
import { notices } from "../cli/notices.ts";

/** CommonJS, because Changesets 2 loads it by `require` and Changesets 3 by `import`: both take it. */
export default defineConfig({
  input: { index: "src/index.ts" },
  platform: "node",
  external: ["release-policy", "release-policy/internal"],
  plugins: [notices()],
  output: {
    dir: "dist",
    format: "cjs",
    exports: "named",
    cleanDir: true,
    entryFileNames: "[name].cjs",
  },
});
