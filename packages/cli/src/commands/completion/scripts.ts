import type { Command } from "../command.ts";

/** A command with its name. */
export type Named = readonly [name: string, command: Pick<Command, "about" | "options">];

/** The completion script of each shell. Ends with a line break. */
export const SCRIPTS = { bash, zsh, fish } as const;

const HELP: Command["options"] = { help: { about: "show this help" } };

function bash(commands: readonly Named[]): string {
  const names = commands.map(([name]) => name).join(" ");
  const cases = commands.map(
    ([name, { options }]) =>
      `    ${name}) words="${Object.keys({ ...options, ...HELP })
        .map((option) => `--${option}`)
        .join(" ")}" ;;`,
  );
  return `\
_release_policy() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${names} help"
  else case "\${COMP_WORDS[1]}" in
    help) words="${names}" ;;
${cases.join("\n")}
  esac; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _release_policy release-policy
`;
}

function zsh(commands: readonly Named[]): string {
  const rows = commands.map(([name, { about }]) => `    ${inQuotes(`${name}:${about}`)}`);
  const cases = commands.map(([name, { options }]) => {
    const specs = Object.entries({ ...options, ...HELP }).map(([option, { about, value }]) => {
      const text = about.replaceAll(/[[\]\\]/g, String.raw`\$&`);
      return inQuotes(`--${option}[${text}]${value === undefined ? "" : `:${value}:_files`}`);
    });
    return `    ${name}) _arguments ${[...specs, inQuotes("*:file:_files")].join(" ")} ;;`;
  });
  return `\
#compdef release-policy
_release_policy() {
  local -a commands
  commands=(
${rows.join("\n")}
    'help:show the options of a command'
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
    help) _describe command commands ;;
${cases.join("\n")}
  esac
}
compdef _release_policy release-policy
`;
}

function fish(commands: readonly Named[]): string {
  const names = commands.map(([name]) => name).join(" ");
  const complete = "complete -c release-policy";
  const lines = commands.flatMap(([name, { about, options }]) => [
    `${complete} -n __fish_use_subcommand -f -a ${name} -d ${inQuotes(about)}`,
    ...Object.entries({ ...options, ...HELP }).map(
      ([option, { about: what, value }]) =>
        `${complete} -n "__fish_seen_subcommand_from ${name}" -l ${option}${value === undefined ? "" : " -r"} -d ${inQuotes(what)}`,
    ),
  ]);
  return `${[
    ...lines,
    `${complete} -n __fish_use_subcommand -f -a help -d ${inQuotes("show the options of a command")}`,
    `${complete} -n "__fish_seen_subcommand_from help" -f -a ${inQuotes(names)}`,
  ].join("\n")}\n`;
}

/** In single quotes, as all three shells have them; a quote inside becomes a typographic one. */
const inQuotes = (text: string): string => `'${text.replaceAll("'", "’")}'`;
