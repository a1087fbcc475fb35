import type { PublishScript } from "../../facts/publish-script.ts";
import type { PlannerId } from "../../facts/planner.ts";
import { type Sentence, say } from "../../sentence.ts";

/** A release with the dist-tag that it would get (undefined if publishing would fail) and the required one. */
export interface Retagged {
  readonly name: string;
  readonly now: string | undefined;
  readonly needed: string;
}

/**
 * The release command that gives each release its required dist-tag: with another `--tag` if one is enough for all;
 * otherwise some packages are published separately before the others.
 */
export function correctedScript(
  script: PublishScript,
  releases: readonly Retagged[],
  { planner, isPreMode }: { readonly planner: PlannerId; readonly isPreMode: boolean },
): string {
  const { commands, text } = script;
  const isChangesets = commands.some(({ tool }) => tool === "changesets");
  // In pre mode, Changesets refuses `--tag`.
  const bare = isPreMode && isChangesets ? withTag(text, undefined) : text;
  if (bare !== text) return bare;
  const tags = [...new Set(releases.map(({ needed }) => needed))];
  const [only] = tags;
  if (tags.length === 1 && commands.length === 1 && !(isPreMode && isChangesets))
    return withTag(text, only === "latest" ? undefined : only);
  const first = tags.flatMap((tag) => {
    const names = releases.filter(({ needed, now }) => needed === tag && now !== tag);
    return names.length > 0
      ? [
          publishedAlone(
            script,
            names.map(({ name }) => name),
            tag,
          ),
        ]
      : [];
  });
  // Changesets only creates git tags for what it published itself.
  const last = isChangesets
    ? [planner === "changesets@2" ? "changeset tag" : "changeset git-tag"]
    : [];
  return [...first, text, ...last].join(" && ");
}

const OPTION = / --tag(?:=| +)(?:"[^"]*"|'[^']*'|[^\s;&|]+)/;
const PUBLISHING = /^.*\bpublish\b[^;&|]*?(?=\s*(?:[;&|]|$))/s;

/** The script with this `--tag`, or without any. */
function withTag(text: string, tag: string | undefined): string {
  const bare = text.replace(OPTION, "");
  return tag === undefined
    ? bare
    : bare.replace(PUBLISHING, (command) => `${command} --tag ${tag}`);
}

function publishedAlone(
  { text, manager, commands }: PublishScript,
  names: readonly string[],
  tag: string,
): string {
  // Changesets publishes from every branch, pnpm only with branch checks disabled.
  const isUnchecked = text.includes("--no-git-checks") || commands[0]?.tool === "changesets";
  if (commands.every(({ tool }) => tool === "yarn"))
    return names.map((name) => `yarn workspace ${name} npm publish --tag ${tag}`).join(" && ");
  if (commands.every(({ tool }) => tool === "bun"))
    return ["bun publish", ...names.map((name) => `--filter ${name}`), `--tag ${tag}`].join(" ");
  const words =
    manager === "pnpm"
      ? [
          "pnpm publish -r",
          ...(isUnchecked ? ["--no-git-checks"] : []),
          ...names.map((name) => `--filter ${name}`),
        ]
      : ["npm publish", ...names.map((name) => `-w ${name}`)];
  return [...words, `--tag ${tag}`].join(" ");
}

/** Where the release command has to be written. */
export function scriptEdit({ from, at }: PublishScript, text: string): Sentence {
  if (from === "default") return say`add ${`"release": "${text}"`} to the scripts in ${at.path}`;
  return from === "script"
    ? say`write ${text} as script ${at.pointer?.at(-1) ?? ""} in ${at.path}`
    : say`write ${text} as ${"publish"} in ${at.path}`;
}
