import { defineConfig } from "rolldown";
import { bundling } from "./bundling.ts";
import { checkSmallWorkspace, eagerFunctions } from "./eager-functions.ts";
import { leanMcp } from "./lean-mcp.ts";

const shared = bundling("cjs");

/**
 * One part with all that a check with Changesets 3 needs, the common case; other planners, formats and commands
 * are parts that are loaded when they are asked for. Start-up is most of a small check, and most of start-up is
 * reading code: many small files cost more than their code, and every 100 kB costs as much as reading 300
 * manifests. Nothing is left to install beside it.
 */
export default defineConfig({
  ...shared,
  plugins: [leanMcp(), ...shared.plugins, eagerFunctions("check.cjs", checkSmallWorkspace)],
  input: {
    main: "src/main.ts",
    index: "src/index.ts",
    internal: "src/internal.ts",
    "audit-worker": "src/commands/audit/replay/worker.ts",
    "planner-host": "src/commands/planner-host.ts",
  },
  output: {
    dir: "dist",
    format: "cjs",
    cleanDir: true,
    entryFileNames: "[name].cjs",
    chunkFileNames: "[name].cjs",
    minify: true,
    // Nothing bundles it again.
    comments: { annotation: false },
    codeSplitting: {
      groups: [
        { name: "check", test: /[\\/]src[\\/]cli\.ts$/, priority: 1 },
        // Else they would go where they are found most often, which is the part that a check loads.
        { name: "yaml", test: /[\\/]node_modules[\\/]yaml[\\/]/ },
        {
          name: "jsonc",
          test: /[\\/]node_modules[\\/]jsonc-parser[\\/]|[\\/]files[\\/]json-trees\.ts$/,
        },
        // What each check with findings loads: a file for each module takes longer than their code.
        {
          name: "findings",
          test: /[\\/]src[\\/](?:check[\\/]fixes|formats[\\/](?:finding|grouping|terminal[\\/]terminal)|files[\\/](?:documents|temporary-folder|markdown-headings|writing[\\/](?:changed-files|durable-file|memory-folder|on-disk|put-file)|yaml[\\/]plain-places)|policy[\\/]edited-text|changesets[\\/]changed-texts|fixes[\\/]say-edits|docs[\\/]maturity)\b/,
          includeDependenciesRecursively: false,
        },
        // What each comparison with a base loads.
        {
          name: "change",
          test: /[\\/]src[\\/](?:check[\\/](?:change|since|judging-policy|written-releases|base[\\/](?:base|base-from-head|leave-pre-mode))|git[\\/](?:changes|commit-as-folder|commit-tree|objects|published[\\/]published-changes|working-tree[\\/](?:listed-files|own-filters))|workspace[\\/](?:package-patterns|replaced-manifests)|api[\\/]report-files)\.ts$/,
          includeDependenciesRecursively: false,
        },
        // The rules that look at each changeset with a declaration.
        {
          name: "declared",
          test: /[\\/]rules[\\/][^\\/]+[\\/](?:announced-removal|breaking-section|change-bump|deprecation-ledger)\.ts$/,
        },
        // Of the config of Changesets 2, beside the slow finder of its packages.
        {
          name: "micromatch",
          test: /[\\/]node_modules[\\/](?:micromatch|braces|fill-range|to-regex-range|is-number)[\\/]|[\\/]picomatch@2[^\\/]*[\\/]/,
        },
      ],
    },
  },
});
