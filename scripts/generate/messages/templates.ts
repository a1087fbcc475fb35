import { readFileSync } from "node:fs";
import { parseAst } from "rolldown/parseAst";

/** A sentence as the source has it. */
export interface Template {
  readonly file: string;
  /** Each value is three dots. */
  readonly text: string;
  readonly pattern: RegExp;
  /** How many characters are words of ours: of several templates that match, the one with most is meant. */
  readonly weight: number;
}

/** Which strings of a file are sentences for people. */
export interface Sentences {
  /** Keys whose value is one. */
  readonly keys: readonly string[];
  /** Any string of three words or more, beyond those of keys, `say` and errors. */
  readonly any: boolean;
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** The templates of a file: what `say` tags, what an error is made with, and the values of the keys. */
export function templatesOf(root: string, file: string, { keys, any }: Sentences): Template[] {
  const source = readFileSync(`${root}/${file}`, "utf8");
  const found = new Map<string, Template>();
  const add = (parts: readonly string[]): void => {
    const template = templateOf(file, parts);
    if (template && !found.has(template.text)) found.set(template.text, template);
  };
  const walk = (node: Node, isSentence: boolean): void => {
    if (SKIPPED.has(node.type) || nameOf(node["key"]) === "examples") return;
    if (node.type === "Literal" && typeof node["value"] === "string") {
      if (isSentence || (any && isWordy(node["value"]))) add([node["value"]]);
    }
    if (node.type === "TemplateLiteral") {
      const parts = (node["quasis"] as { value: { cooked: string } }[]).map(
        (one) => one.value.cooked,
      );
      if (isSentence || (any && isWordy(parts.join("…")))) add(parts);
    }
    for (const [name, child] of Object.entries(node)) {
      const says = saysWithin(node, name, isSentence, keys);
      for (const one of Array.isArray(child) ? child : [child]) if (isNode(one)) walk(one, says);
    }
  };
  walk(parseAst(source, { lang: "ts" }, file) as unknown as Node, false);
  return [...found.values()];
}

/** Whether a child of a node is a sentence. */
function saysWithin(
  node: Node,
  name: string,
  isSentence: boolean,
  keys: readonly string[],
): boolean {
  switch (node.type) {
    case "TaggedTemplateExpression":
      return name === "quasi" && nameOf(node["tag"]) === "say";
    case "Property":
      return name === "value" && keys.includes(nameOf(node["key"]) ?? "");
    case "ThrowStatement":
    case "NewExpression":
      return name !== "callee" && (node.type === "ThrowStatement" || isError(node));
    case "CallExpression":
      return isSentence && name === "arguments";
    case "ConditionalExpression":
      return isSentence && name !== "test";
    case "LogicalExpression":
      return isSentence && name === "right";
    case "ArrowFunctionExpression":
      return isSentence && name === "body";
    case "SpreadElement":
    case "TSAsExpression":
      return isSentence;
    default:
      return false;
  }
}

const isError = (node: Node): boolean =>
  /Error$|Refused$|Failed$|Workflow$|NoForge$/.test(nameOf(node["callee"]) ?? "");

const SKIPPED: ReadonlySet<string> = new Set(["ImportDeclaration", "TSLiteralType"]);

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value;

const nameOf = (node: unknown): string | undefined =>
  isNode(node) && typeof node["name"] === "string" ? node["name"] : undefined;

/** Not a path, a tag of HTML or a method of HTTP. */
const isWordy = (text: string): boolean =>
  /^[A-Za-z`“…].*\S \S+ \S/s.test(text) &&
  !/^(?:GET|POST|PATCH|DELETE) |[<{=|\\]|^application/.test(text);

function templateOf(file: string, parts: readonly string[]): Template | undefined {
  const text = parts.join("…").replaceAll(/\s+/g, " ").trim();
  if (!/[a-z]{2,} \S|\S [a-z]{2,}/i.test(text)) return undefined;
  const escaped = parts.map((part) =>
    plainWords(part).replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`),
  );
  return {
    file,
    text,
    pattern: new RegExp(escaped.join("[^]*"), "i"),
    weight: parts.join("").length,
  };
}

/** Without backticks, which a terminal does not print. */
const plainWords = (text: string): string => text.replaceAll("`", "");

/** The template of a sentence, undefined where no source has it. */
export function templateFor(
  sentence: string,
  templates: readonly Template[],
): Template | undefined {
  const words = plainWords(sentence);
  return templates
    .filter(({ pattern }) => pattern.test(words))
    .toSorted((a, b) => b.weight - a.weight)[0];
}

/** Those that are part of none of the sentences. */
export function unseen(templates: readonly Template[], sentences: readonly string[]): Template[] {
  const words = sentences.map(plainWords);
  return templates.filter(({ pattern }) => !words.some((one) => pattern.test(one)));
}
