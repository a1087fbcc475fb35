import { builtinModules, createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type InputOptions, type OutputChunk, type Plugin, rolldown } from "rolldown";
import { bundling } from "../../packages/cli/bundling.ts";

const here = (path: string): string => join(import.meta.dirname, path);

/** What stands in for modules of Node, and for libraries that only add to them. */
const STAND_INS: Readonly<Record<string, string>> = {
  buffer: here("engine/node/buffer.ts"),
  fs: here("engine/node/fs.ts"),
  "fs-extra": here("engine/node/fs-extra.ts"),
  "graceful-fs": here("engine/node/fs.ts"),
  path: createRequire(import.meta.url).resolve("path-browserify"),
};
const REST = here("engine/node/rest.ts");

/** The code of the command line with other modules in place of Node's: as a module, or as a worker that answers. */
export async function bundledEngine(
  entry: "engine" | "worker" = "engine",
): Promise<readonly OutputChunk[]> {
  const { platform: _, plugins, ...shared } = bundling("mjs");
  return await bundled({
    ...shared,
    platform: "neutral",
    // Of Node's modules, what a check does not call.
    shimMissingExports: true,
    onLog(level, log, handle) {
      if (log.code !== "SHIMMED_EXPORT" && log.code !== "INEFFECTIVE_DYNAMIC_IMPORT")
        handle(level, log);
    },
    input: { [entry]: here(`engine/${entry}.ts`) },
    plugins: [inBrowser(), partsAtOnce(), ...plugins],
    transform: {
      define: { global: "globalThis", "process.env.NODE_ENV": '"production"' },
      inject: {
        Buffer: [STAND_INS["buffer"]!, "Buffer"],
        process: [here("engine/node/process.ts"), "process"],
      },
    },
  });
}

/** What the page itself runs. */
export const bundledPage = (): Promise<readonly OutputChunk[]> =>
  bundled({
    platform: "browser",
    input: { main: here("page/main.ts"), theme: here("page/theme.ts") },
  });

/** Loaded when it is asked for: Changesets 2, pnpm, changesets with a heading, a base. */
const ASKED_FOR =
  /changesets-2\.ts|declarations-in-markdown|check[\\/](?:change|since)\.ts|[\\/](?:api|git)[\\/]|planners[\\/](?:pnpm[\\/]plan|publishing)/;

/** The rest is one file: each further request is a round trip. */
const isAlwaysUsed = (id: string): boolean => /[\\/]src[\\/]/.test(id) && !ASKED_FOR.test(id);

async function bundled(options: InputOptions): Promise<readonly OutputChunk[]> {
  const bundle = await rolldown(options);
  const { output } = await bundle.generate({
    format: "esm",
    minify: true,
    codeSplitting: { groups: [{ name: "check", test: isAlwaysUsed }] },
    entryFileNames: "[name].js",
    chunkFileNames: "[name]-[hash].js",
  });
  await bundle.close();
  return output.filter((one) => one.type === "chunk");
}

function inBrowser(): Plugin {
  const builtins = new Set(builtinModules);
  return {
    name: "in-browser",
    resolveId(id) {
      if (id === "./comparison.ts") return here("engine/comparison.ts");
      const name = id.replace(/^node:/, "");
      return STAND_INS[name] ?? (builtins.has(name) ? REST : null);
    },
    // Nothing is installed here that could be the bundled planner.
    load: (id) =>
      /[\\/]planners[\\/]bundled-code\.ts$/.test(id)
        ? `export const bundledCode = () => { throw new Error("not in a browser"); };`
        : null,
  };
}

/** What the command line loads from files of its own when it is asked for is imported at once. */
function partsAtOnce(): Plugin {
  return {
    name: "parts-at-once",
    transform(code, id) {
      const parts = [...code.matchAll(/loadPart\("([^"]+)"\)/g)].map(([, path = ""]) => path);
      if (parts.length === 0) return null;
      const imports = parts.map(
        (path, i) => `import * as part${i} from ${JSON.stringify(join(dirname(id), path))};`,
      );
      let i = 0;
      const rest = code.replaceAll(/loadPart\("[^"]+"\)/g, () => `part${i++}`);
      return `${imports.join("\n")}\n${rest}`;
    },
  };
}
