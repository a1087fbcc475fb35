import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { runCli } from "../kit/run-cli.ts";

const script = async (shell: string) =>
  (await runCli(import.meta.dirname, ["completion", shell])).stdout;
const inShell = (shell: string, ...args: readonly string[]) =>
  spawnSync(shell, args, { encoding: "utf8" });
const hasShell = (shell: string) => inShell(shell, "-c", "exit 0").status === 0;

/** What bash offers for a command line, of which the last word is being typed. */
async function offered(...words: string[]): Promise<string[]> {
  const typed = words.map((word) => `'${word}'`).join(" ");
  const ask = `COMP_WORDS=(release-policy ${typed}); COMP_CWORD=${words.length}; _release_policy; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = inShell("bash", "-c", `${await script("bash")}\n${ask}`);
  return stdout.trim().split("\n");
}

test("bash completes commands, and the options of each", async () => {
  expect(await offered("a")).toEqual(["add", "allowed", "api", "audit"]);
  expect(await offered("he")).toEqual(["help"]);
  expect(await offered("help", "base")).toEqual(["baseline"]);
  expect(await offered("check", "--s")).toEqual(["--since", "--strict"]);
  expect(await offered("baseline", "--h")).toEqual(["--help"]);
  expect(await offered("unknown", "--")).toEqual([""]);
});

test("every shell completes every command and option of the help", async () => {
  const { stdout } = await runCli(import.meta.dirname, ["help"]);
  const names = [...stdout.matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name]) => name!);
  expect(names.length).toBeGreaterThan(12);
  const options = await Promise.all(
    names.map(async (name) => {
      const help = (await runCli(import.meta.dirname, ["help", name])).stdout;
      return [...help.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, option]) => option!);
    }),
  );
  for (const shell of ["bash", "zsh", "fish"]) {
    const text = await script(shell);
    for (const [i, name] of names.entries()) {
      const own = text
        .split("\n")
        .filter((line) =>
          shell === "fish"
            ? line.includes(`__fish_seen_subcommand_from ${name}"`)
            : line.startsWith(`    ${name}) `),
        );
      const marks = options[i]!.map((option) =>
        shell === "fish" ? `-l ${option} ` : `--${option}`,
      );
      expect(
        marks.filter((mark) => !own.some((line) => line.includes(mark))),
        name,
      ).toEqual([]);
    }
  }
});

// Not every machine has these; what they get is compared with the help above.
test.each(
  [
    {
      shell: "zsh",
      args: ["-f", "-c"],
      before: "autoload -Uz compinit && compinit -D -u",
      ask: "print -r -- $_comps[release-policy]",
      words: ["_release_policy"],
    },
    {
      shell: "fish",
      args: ["--no-config", "-c"],
      before: "",
      ask: "complete -C 'release-policy a'; complete -C 'release-policy check --s'",
      words: ["add", "allowed", "api", "audit", "--since", "--strict"],
    },
  ].filter(({ shell }) => hasShell(shell)),
)("$shell takes the script", async ({ shell, args, before, ask, words }) => {
  const text = `${before}\n${await script(shell)}\n${ask}`;
  const { stdout, stderr } = inShell(shell, ...args, text);
  expect(stderr).toBe("");
  expect(
    stdout
      .trim()
      .split("\n")
      .map((line) => line.split("\t")[0]),
  ).toEqual(words);
});

test("an unknown shell is rejected with the supported ones", async () => {
  const { code, stderr } = await runCli(import.meta.dirname, ["completion", "tcsh"]);
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining('unknown shell "tcsh" (expected: bash, zsh, fish)'),
  ]);
  expect((await runCli(import.meta.dirname, ["completion"])).stderr).toContain(
    "expected one shell",
  );
});
