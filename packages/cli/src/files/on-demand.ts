import { createRequire } from "node:module";
import type * as JsonTrees from "./json-trees.ts";
import type * as Plain from "./yaml/plain-places.ts";
import type * as Yaml from "./yaml/yaml-text.ts";

/** Loads synchronously, for code that cannot be async. In a bundle, each part is a separate file (partsOnDemand in bundling.ts). */
const loadPart = createRequire(import.meta.url);

/** A YAML text with positions, which only findings and mistakes need. */
export const placedYaml = (text: string): Yaml.YamlText =>
  new (loadPart("./yaml/yaml-text.ts") as typeof Yaml).YamlText(text);

/** The places of a text that `plainYaml` reads. */
export const placesOfPlain = (text: string): Plain.PlacedYaml =>
  (loadPart("./yaml/plain-places.ts") as typeof Plain).plainPlaces(text) ?? placedYaml(text);

/** A YAML text as `yaml` edits it. */
export const yamlDocument: typeof Yaml.parseDocument = (text) =>
  (loadPart("./yaml/yaml-text.ts") as typeof Yaml).parseDocument(text);

/** The parser of JSON with places, and of JSON with comments. */
export const jsonTrees = (): typeof JsonTrees => loadPart("./json-trees.ts") as typeof JsonTrees;
