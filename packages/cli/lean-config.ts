import { basename, join } from "node:path";
import type { Plugin } from "rolldown";

/** Of @changesets/config only the check of a config is used, and few lists in it have patterns. */
export function leanConfig(): Plugin {
  const finder = (file: string): string =>
    JSON.stringify(join(import.meta.dirname, "src/workspace/finders", file));
  const unmatched = /function getUnmatchedPatterns\((\w+), pkgNames\) \{/;
  const part = "micromatch-globs.ts";
  return {
    name: "lean-config",
    resolveId: { filter: { id: /micromatch-globs\.ts$/ }, handler: (id) => id },
    load: {
      filter: { id: /micromatch-globs\.ts$/ },
      handler: () => 'export { default as globs } from "micromatch";',
    },
    transform: {
      // Other plugins look for the parts that this adds.
      order: "pre",
      filter: { id: /[\\/]@changesets[\\/]config[\\/]dist[\\/][\w.-]+$/ },
      handler(code, id) {
        const edits: Readonly<Record<string, readonly (readonly [string | RegExp, string])[]>> = {
          "index.mjs": [
            ['import fs from "node:fs/promises";', ""],
            [
              'import picomatch from "picomatch";',
              `import picomatch from ${finder("picomatch.ts")};
import { listedNames, unmatchedNames } from ${finder("name-lists.ts")};`,
            ],
            [
              "if (!patterns) return paths;",
              "$&\nconst listed = listedNames(paths, patterns); if (listed) return listed;",
            ],
            [
              unmatched,
              "$&\nconst missing = unmatchedNames($1, pkgNames); if (missing) return missing;",
            ],
          ],
          "changesets-config.esm.js": [
            [
              "import micromatch from 'micromatch';",
              `import { createRequire } from "node:module";
import { namesInListOrder, unmatchedNames } from ${finder("name-lists.ts")};
const loadPart = createRequire(import.meta.url);
const globs = () => loadPart("./${part}").globs;
const micromatch = (names, list) => namesInListOrder(names, list) ?? globs()(names, list);
micromatch.isMatch = (name, pattern) => globs().isMatch(name, pattern);`,
            ],
            [
              unmatched,
              "$&\nconst missing = unmatchedNames($1, pkgNames); if (missing) return missing;",
            ],
          ],
        };
        const own = edits[basename(id)];
        if (!own) return null;
        return own.reduce((text, [from, to]) => {
          const edited = text.replace(from, to);
          if (edited === text) this.error(`${id} has changed: ${String(from)} is missing`);
          return edited;
        }, code);
      },
    },
  };
}
