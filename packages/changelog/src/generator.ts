import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { resolve as resolveImport } from "import-meta-resolve";
import type { ChangelogFunctions, ChangelogOptions as Options } from "release-policy/internal";

const SILENT: ChangelogFunctions = {
  getReleaseLine: () => "",
  getDependencyReleaseLine: () => "",
};
/** What Changesets takes where the configuration names nothing. */
const DEFAULT = "@changesets/changelog-git";

/**
 * The user's own changelog functions, resolved like Changesets does: from `.changeset`, or from its command line.
 * Throws if there is no such module, or it lacks the functions.
 */
export async function generatorOf({ generator = DEFAULT }: Options): Promise<ChangelogFunctions> {
  if (generator === false) return SILENT;
  const url = resolved(generator);
  if (url === undefined) {
    throw new Error(
      `cannot find the changelog generator ${generator}: install it in the workspace root`,
    );
  }
  const functions = unwrapped((await import(url)) as Found);
  if (functions) return functions;
  throw new Error(
    `${generator} is not a changelog generator (expected getReleaseLine and getDependencyReleaseLine)`,
  );
}

function resolved(name: string): string | undefined {
  const froms = [join(process.cwd(), ".changeset/config.json"), commandLine()];
  const ways = froms.flatMap((from) => [
    () => pathToFileURL(createRequire(from).resolve(name)).href,
    // A package that exports itself for `import` alone.
    () => resolveImport(name, pathToFileURL(from).href),
  ]);
  for (const way of ways) {
    try {
      return way();
    } catch {
      // The next one.
    }
  }
  return undefined;
}

const commandLine = (): string => realpathSync(process.argv[1]!);

type Found = Partial<ChangelogFunctions> & { readonly default?: Found };

const defaultOf = (module: Found): Found => module.default ?? module;

/** A module of either kind: transpiled ones have a default within the default. */
function unwrapped(module: Found): ChangelogFunctions | undefined {
  const found = defaultOf(defaultOf(module));
  return found.getReleaseLine && found.getDependencyReleaseLine
    ? (found as ChangelogFunctions)
    : undefined;
}
