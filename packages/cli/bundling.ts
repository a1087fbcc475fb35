import { join } from "node:path";
import type { Plugin } from "rolldown";
import { notices } from "./notices.ts";

/** How a bundle with the check inside is made: of the command line, and of whatever else carries it. */
export const bundling = {
  platform: "node" as const,
  resolve: {
    conditionNames: ["source", "node", "import", "default"],
    mainFields: ["module", "main"],
    alias: {
      jju: join(import.meta.dirname, "src/workspace/jju.ts"),
      // The same code as modules, of which a bundle takes only what is used.
      yaml: join(import.meta.dirname, "node_modules/yaml/browser/dist/index.js"),
    },
  },
  treeshake: { moduleSideEffects: false },
  plugins: [withoutExamples(), withoutOptionalPicomatch(), notices()],
};

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
