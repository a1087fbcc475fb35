import { CannotJudge } from "../../errors.ts";
import { oneOf } from "../arguments.ts";
import type { Command } from "../command.ts";
import { type Named, SCRIPTS } from "./scripts.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;

/** Prints a script that a shell loads, made from the same table that parses the arguments. */
export const completionCommand = (commands: () => Promise<readonly Named[]>): Command => ({
  usage: "release-policy completion <bash|zsh|fish>",
  about: "print a script that completes commands and options in your shell",
  examples: [
    ['eval "$(release-policy completion bash)"', "in ~/.bashrc"],
    ['eval "$(release-policy completion zsh)"', "in ~/.zshrc, after compinit"],
    ["release-policy completion fish | source", "in ~/.config/fish/config.fish"],
  ],
  options: {},

  async run({ positionals: [shell, ...others] }) {
    if (shell === undefined || others.length > 0) {
      throw new CannotJudge({
        message: "expected one shell",
        help: `run release-policy completion with ${SHELLS.join(", ")}`,
      });
    }
    return { output: SCRIPTS[oneOf("shell", shell, SHELLS)](await commands()), code: 0 };
  },
});
