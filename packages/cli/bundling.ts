import { basename, dirname, join } from "node:path";
import type { Plugin } from "rolldown";
import { Visitor, type ESTree } from "rolldown/utils";
import { leanConfig } from "./lean-config.ts";
import { notices } from "./notices.ts";
import { bundledCode } from "./src/planners/bundled-code.ts";

/**
 * How a bundle with the check inside is made: of the command line, and of whatever else contains it. Bundles in one
 * folder share `bundled`.
 */
export const bundling = (extension: "cjs" | "mjs", bundled = new Set<string>()) => ({
  platform: "node" as const,
  // It brings TypeScript, which most workspaces do not need.
  external: ["@release-policy/api"],
  resolve: {
    conditionNames: ["source", "node", "import", "default"],
    mainFields: ["module", "main"],
    alias: {
      jju: join(import.meta.dirname, "src/files/jju.ts"),
      // The same code as modules, of which a bundle takes only what is used.
      yaml: join(import.meta.dirname, "node_modules/yaml/browser/dist/index.js"),
      "changesets-config-3": join(
        import.meta.dirname,
        "node_modules/changesets-config-3/dist/changesets-config.esm.js",
      ),
    },
  },
  treeshake: { moduleSideEffects: false },
  plugins: [
    titlesOfExamples(),
    leanConfig(),
    leanYaml(),
    codeOfPlanner(),
    partsOnDemand(extension),
    leanChangelogs(),
    withoutOptionalPicomatch(),
    plainExports(),
    inAscii(),
    withoutUnusedParts(),
    notices(bundled),
  ],
});

/** A bundler does not follow `loadPart("./part.ts")`: the part becomes a file, or is loaded from that of its group. */
function partsOnDemand(extension: string): Plugin {
  const parts = new Map<string, string>();
  return {
    name: "parts-on-demand",
    transform: {
      filter: { code: "loadPart(" },
      handler(code, id) {
        // CommonJS has the same, without loading a module of Node.
        const direct =
          extension === "cjs"
            ? code
                .replace('import { createRequire } from "node:module";', "")
                .replace("= createRequire(import.meta.url);", "= require;")
            : code;
        return direct.replaceAll(/loadPart\("([^"]+\.ts)"\)/g, (_, path: string) => {
          const fileName = `${basename(path, ".ts")}.part.${extension}`;
          parts.set(fileName, join(dirname(id), path));
          this.emitFile({ type: "chunk", id: join(dirname(id), path), fileName });
          return `loadPart("./${fileName}")`;
        });
      },
    },
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
      for (const [fileName, id] of parts) {
        if (fileName in bundle) continue;
        const group = chunks.find(({ moduleIds }) => moduleIds.includes(id));
        if (!group) this.error(`${fileName} is missing`);
        for (const chunk of chunks)
          chunk.code = chunk.code.replaceAll(`./${fileName}`, `./${group.fileName}`);
      }
    },
  };
}

/**
 * An installed planner is compared with the one in the bundle, whose files are not there any more. Their texts are JSON:
 * as code they would take ten times as long to load.
 */
function codeOfPlanner(): Plugin {
  const fileName = "bundled-code.json";
  return {
    name: "code-of-planner",
    // Where a bundle has no files beside it.
    load: {
      filter: { id: /[\\/]planners[\\/]bundled-code\.ts$/ },
      handler: () => `export const bundledCode = ${JSON.stringify(bundledCode)};`,
    },
    transform: {
      filter: { id: /[\\/]planners[\\/]bundled-planner\.ts$/ },
      handler: (code) => code.replace('loadPart("./bundled-code.ts")', `loadPart("./${fileName}")`),
    },
    generateBundle(_, bundle) {
      const isUsed = Object.values(bundle).some(
        (file) => file.type === "chunk" && file.code.includes(fileName),
      );
      if (isUsed)
        this.emitFile({ type: "asset", fileName, source: JSON.stringify({ bundledCode }) });
    },
  };
}

/** The examples of a rule are workspaces for its page and its tests; `explain` only shows their titles. */
function titlesOfExamples(): Plugin {
  return {
    name: "titles-of-examples",
    transform: {
      filter: { id: /core[\\/]src[\\/]rules[\\/]/, code: /\bdefineRule\b/ },
      handler(code, id) {
        const edits: { readonly start: number; readonly end: number; readonly text: string }[] = [];
        new Visitor({
          CallExpression({ callee, arguments: [rule] }) {
            if (callee.type !== "Identifier" || callee.name !== "defineRule" || !rule) return;
            const examples = propertyOf(rule, "examples");
            const lists = ["accept", "reject"].map(
              (name) => `${name}: [${titlesIn(propertyOf(examples, name), code).join(", ")}]`,
            );
            edits.push({
              start: examples.start,
              end: examples.end,
              text: `{ ${lists.join(", ")} }`,
            });
          },
        }).visit(this.parse(code, { lang: "ts" }));
        const [{ start, end, text } = this.error(`${id}: no call of defineRule`)] = edits;
        return `${code.slice(0, start)}${text}${code.slice(end)}`;
      },
    },
  };
}

/** Throws where the examples of a rule are not literals: what cannot be read here would be missing in the bundle. */
function propertyOf(node: ESTree.Node, name: string): ESTree.Node {
  const property =
    node.type === "ObjectExpression" &&
    node.properties.find(
      (one) => one.type === "Property" && one.key.type === "Identifier" && one.key.name === name,
    );
  if (!property || property.type !== "Property") throw new Error(`a rule needs a literal ${name}`);
  return property.value;
}

function titlesIn(list: ESTree.Node, code: string): string[] {
  if (list.type !== "ArrayExpression") throw new Error("the examples of a rule are a literal list");
  return list.elements.map((example) => {
    const title = propertyOf(example!, "title");
    return `{ title: ${code.slice(title.start, title.end)} }`;
  });
}

/**
 * Of js-yaml only the loader is used, which its one module does not let a bundler see. Its default schema, which most checks
 * do not need, is a part of what names it.
 */
function leanYaml(): Plugin {
  const folder = join(import.meta.dirname, "node_modules/js-yaml");
  const lib = (file: string): string => JSON.stringify(join(folder, "lib", file));
  const lean = join(folder, "loader-only.mjs");
  const whole = join(folder, "with-default-schema.mjs");
  const modules: Readonly<Record<string, string>> = {
    [lean]: `export { load } from ${lib("loader.js")};
export { default as YAMLException } from ${lib("exception.js")};
export { default as Type } from ${lib("type.js")};
export { default as FAILSAFE_SCHEMA } from ${lib("schema/failsafe.js")};`,
    [whole]: `export { load, YAMLException } from ${JSON.stringify(lean)};
export { default as DEFAULT_SCHEMA } from ${lib("schema/default.js")};`,
  };
  return {
    name: "lean-yaml",
    resolveId: {
      filter: { id: /js-yaml/ },
      handler(id, importer = "") {
        if (id !== "js-yaml" || !/[\\/]cli[\\/]src[\\/]/.test(importer))
          return id in modules ? id : null;
        return importer.endsWith("yaml-mapping.ts") ? whole : lean;
      },
    },
    load: { filter: { id: /js-yaml/ }, handler: (id) => modules[id] ?? null },
    transform: {
      filter: { id: /[\\/]js-yaml[\\/]lib[\\/]loader\.js$/ },
      handler: (code) =>
        code
          .replace("'./schema/default'", "'./schema/failsafe'")
          // Errors are shown with their place, without the lines around it.
          .replace("require('./snippet')", "() => ''"),
    },
  };
}

/**
 * Of what writes changelogs, only that is used: it never formats, and looks for no commits, which the preview does itself
 * with less than a process of git for each changeset of a stranger in a folder without a repository.
 */
function leanChangelogs(): Plugin {
  const stand = (name: string): string => `\0changelogs:${name}`;
  const modules: Readonly<Record<string, string>> = {
    [stand("prettier")]: "export default {};",
    // It is only the default of an argument.
    [stand("@changesets/config")]: "export const defaultConfig = {};",
    [stand("@changesets/git")]:
      "export const getCommitsThatAddFiles = async (paths) => paths.map(() => undefined);",
    [stand("@changesets/format")]:
      "export const [defaultDetectOrder, detect, format] = [[], () => {}, () => {}];",
  };
  return {
    name: "lean-changelogs",
    resolveId: {
      filter: { id: /^(?:prettier|@changesets\/(?:config|git|format))$/ },
      handler: (id, importer = "") =>
        /[\\/]@changesets[\\/]apply-release-plan[\\/]/.test(importer) ? stand(id) : null,
    },
    load: { filter: { id: /^\0changelogs:/ }, handler: (id) => modules[id] ?? null },
  };
}

function withoutOptionalPicomatch(): Plugin {
  return {
    name: "without-optional-picomatch",
    transform: {
      filter: { id: /[\\/]fdir[\\/]/ },
      handler: (code) => code.replaceAll(/__require(?:\.resolve)?\("picomatch"\)/g, "undefined"),
    },
  };
}

/**
 * What a file gives to other files of the bundle, as values: a getter for each would take a tenth of the file. Entries keep
 * theirs, by which Node finds their names for an `import`.
 */
function plainExports(): Plugin {
  const getter =
    /^Object\.defineProperty\(exports, "([^"]+)", \{\s+enumerable: true,\s+get: function \(\) \{\s+return ([\w$]+);\s+\}\s+\}\);\n?/gm;
  return {
    name: "plain-exports",
    renderChunk(code, { isEntry }) {
      const values: string[] = [];
      const rest = code.replaceAll(getter, (whole, name: string, local: string) => {
        if (isEntry || !isConstant(local, code)) return whole;
        values.push(`${JSON.stringify(name)}: ${local}`);
        return "";
      });
      return values.length > 0
        ? `${rest}\nObject.assign(exports, { ${values.join(", ")} });\n`
        : null;
    },
  };
}

/** Whether a name of a rendered file has its only value before the end of the file, where exports are. */
function isConstant(name: string, code: string): boolean {
  const escaped = name.replaceAll("$", String.raw`\$`);
  return new RegExp(
    String.raw`^(?:const ${escaped} =|(?:async )?function\*? ${escaped}\(|var ${escaped} = (?:class\b|/\* @__PURE__ \*/))`,
    "m",
  ).test(code);
}

/** A part is emitted for every module that may load it, also where nothing of that module is in the bundle. */
function withoutUnusedParts(): Plugin {
  return {
    name: "without-unused-parts",
    generateBundle(_, bundle) {
      for (;;) {
        const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
        const unused = chunks.filter(
          (chunk) =>
            (!chunk.isEntry || chunk.fileName.includes(".part.")) &&
            !chunks.some((other) => other !== chunk && other.code.includes(`./${chunk.fileName}`)),
        );
        if (unused.length === 0) return;
        for (const { fileName } of unused) delete bundle[fileName];
      }
    },
  };
}

/** V8 keeps a text with any other character in two bytes each, and reads all of it more slowly. */
function inAscii(): Plugin {
  return {
    name: "in-ascii",
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle))
        if (chunk.type === "chunk")
          chunk.code = chunk.code.replaceAll(
            /[^\0-\x7F]/g,
            (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
          );
    },
  };
}
