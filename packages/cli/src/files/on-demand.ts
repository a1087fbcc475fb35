import { createRequire } from "node:module";
import type * as JsonTrees from "./json-trees.ts";
import type * as Yaml from "./yaml/yaml-text.ts";

/** Loads at once, for code that cannot wait. In a bundle, each part is a file of its own (partsOnDemand in bundling.ts). */
const loadPart = createRequire(import.meta.url);

/** A YAML text with the places in it, which only a finding or a mistake asks for. */
export const placedYaml = (text: string): Yaml.YamlText =>
  new (loadPart("./yaml/yaml-text.ts") as typeof Yaml).YamlText(text);

/** The parser of JSON with places, and of JSON with comments. */
export const jsonTrees = (): typeof JsonTrees => loadPart("./json-trees.ts") as typeof JsonTrees;
