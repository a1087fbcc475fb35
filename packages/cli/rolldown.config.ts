import { join } from "node:path";
import { defineConfig, type Plugin } from "rolldown";
import { notices } from "./notices.ts";

/**
 * One part with all that a check with Changesets 3 needs, the common case; other planners, formats and commands
 * are parts that are loaded when they are asked for. Start-up is most of a small check, and most of start-up is
 * reading code: many small files cost more than their code, and every 100 kB costs as much as reading 300
 * manifests. Nothing is left to install beside it.
 */
export default defineConfig({
  input: {
    main: "src/main.ts",
    index: "src/index.ts",
    "audit-worker": "src/audit-worker.ts",
  },
  platform: "node",
  resolve: {
    conditionNames: ["source", "node", "import", "default"],
    mainFields: ["module", "main"],
    alias: {
      jju: join(import.meta.dirname, "src/adapters/jju.ts"),
      // The same code as modules, of which a bundle takes only what is used.
      yaml: join(import.meta.dirname, "node_modules/yaml/browser/dist/index.js"),
    },
  },
  treeshake: { moduleSideEffects: false },
  plugins: [withoutExamples(), withoutOptionalPicomatch(), notices()],
  output: {
    dir: "dist",
    format: "cjs",
    cleanDir: true,
    entryFileNames: "[name].cjs",
    chunkFileNames: "[name].cjs",
    minify: true,
    codeSplitting: { groups: [{ name: "check", test: /[\\/]src[\\/]cli\.ts$/ }] },
  },
});

/** The examples of a rule are for its page and its tests; only their titles are left to `explain`. */
function withoutExamples(): Plugin {
  return {
    name: "without-examples",
    transform(code, id) {
      if (!/core[\\/]src[\\/]rules[\\/](?!index)/.test(id)) return null;
      const start = code.indexOf("  examples: {");
      const end = code.indexOf("\n  },\n", start);
      return `${code.slice(0, start)}  examples: { accept: [], reject: [] },${code.slice(end + 5)}`;
    },
  };
}

function withoutOptionalPicomatch(): Plugin {
  return {
    name: "without-optional-picomatch",
    transform: (code, id) =>
      /[\\/]fdir[\\/]/.test(id)
        ? code.replaceAll(
            /__require\("picomatch"\)|__require\.resolve\("picomatch"\)/g,
            "undefined",
          )
        : null,
  };
}
