import { realpathSync, writeFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

/**
 * Loaded before the command line: notes every module of ours that is loaded, and who calls the planner. The planner is
 * replaced by a module that notes its stack and passes the call on.
 */
const { MEASURED_ROOT: root = "", MEASURED_FILE: file = "" } = process.env;
const packages = `${pathToFileURL(realpathSync(root)).href}/packages/`;
const PLANNER = "@changesets/assemble-release-plan";
const modules = new Set<string>();
const frames: string[] = [];

const own = (text: string): string | undefined =>
  new RegExp(`${packages}([^/]+/src/[^:?)]+)`).exec(text)?.[1];

Object.assign(globalThis, {
  noteStack: ({ stack = "" }: Error) => {
    frames.push(...stack.split("\n").flatMap((line) => own(line) ?? []));
  },
});

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const isWrapper = context.parentURL?.endsWith("?measured");
    return specifier === PLANNER && !isWrapper
      ? { url: `${resolved.url}?measured`, format: "module", shortCircuit: true }
      : resolved;
  },
  load(url, context, next) {
    const path = own(url);
    if (path) modules.add(path);
    if (!url.endsWith("?measured")) return next(url, context);
    const source = `import { assembleReleasePlan as real } from "${PLANNER}";
export function assembleReleasePlan(...args) {
  noteStack(new Error());
  return real(...args);
}`;
    return { format: "module", source, shortCircuit: true };
  },
});

process.on("exit", () => {
  writeFileSync(file, JSON.stringify({ modules: [...modules], frames }));
});
