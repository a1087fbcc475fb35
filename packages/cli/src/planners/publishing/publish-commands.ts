import type { PublishCommand } from "@release-policy/core/types";

/** The commands of a script that publish packages of the workspace, in their order. */
export const publishCommands = (script: string): readonly PublishCommand[] =>
  script.split(/&&|\|\|?|[;&\n]/).flatMap((part) => publishCommandOf(shellWords(part)) ?? []);

const shellWords = (part: string): readonly string[] =>
  (part.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [])
    .map((word) => word.replaceAll(/["']/g, ""))
    .filter((word) => !/^(?:\w+=|cross-env$|npx$|bunx$|--?$)/.test(word));

function publishCommandOf(words: readonly string[]): PublishCommand | undefined {
  const at = words.indexOf("publish");
  if (at < 1) return undefined;
  if (/(?:^|\/)changesets?$|^@changesets\/cli(?:@|$)/.test(words[at - 1]!))
    return { tool: "changesets", ...tagOf(words) };
  const [program = ""] = words;
  if (words.slice(0, at).some((word) => word === "run" || word === "exec" || word === "dlx"))
    return undefined;
  if (program === "pnpm" || program === "pn")
    return limited("pnpm", words, FILTER, /^(?:-r|--recursive)$/);
  if (program === "yarn" && words[at - 1] === "npm") return yarnCommand(words);
  if (program === "bun") return limited("bun", words, FILTER, /^(?:-r|--recursive)$/);
  return program === "npm" ? limited("npm", words, WORKSPACE, /^(?:-ws|--workspaces)$/) : undefined;
}

/** Undefined where `foreach` is limited in a way that only Yarn can resolve. */
function yarnCommand(words: readonly string[]): PublishCommand | undefined {
  const [, scope, name] = words;
  if (scope === "workspace" && name !== undefined)
    return { tool: "yarn", ...tagOf(words), only: [name] };
  const isOfAll =
    scope === "workspaces" &&
    name === "foreach" &&
    words.some((word) => /^(?:-[a-zA-Z]*A[a-zA-Z]*|--all)$/.test(word)) &&
    !words.some((word) => /^--(?:include|exclude|from|since)(?:=|$)/.test(word));
  return isOfAll ? { tool: "yarn", ...tagOf(words) } : undefined;
}

const FILTER = /^(?:--filter|-F)(?:=(.*))?$/;
const WORKSPACE = /^(?:--workspace|-w)(?:=(.*))?$/;

/** Without either option a command publishes the folder that it runs in. */
function limited(
  tool: "npm" | "pnpm" | "bun",
  words: readonly string[],
  one: RegExp,
  all: RegExp,
): PublishCommand | undefined {
  const only = optionValues(words, one);
  if (only.length === 0 && !words.some((word) => all.test(word))) return undefined;
  return { tool, ...tagOf(words), ...(only.length > 0 ? { only } : {}) };
}

function tagOf(words: readonly string[]): Pick<PublishCommand, "tag"> {
  const tag = optionValues(words, /^--tag(?:=(.*))?$/).at(-1);
  if (tag === undefined) return {};
  return { tag: /[$`%{]/.test(tag) ? false : tag };
}

/** The values of an option, behind `=` or as the next word. */
const optionValues = (words: readonly string[], option: RegExp): readonly string[] =>
  words.flatMap((word, i) => {
    const found = option.exec(word);
    return found ? (found[1] ?? words[i + 1] ?? "") : [];
  });
