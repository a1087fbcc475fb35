import { ejected } from "../../policy/proposed-files.ts";
import { textOf, refuseArguments } from "../arguments.ts";
import type { Command, Outcome } from "../command.ts";
import { writerOptions } from "../recovery-text.ts";
import { SOURCE_OPTIONS, sourceOptions } from "../source-options.ts";
import { presetNamed } from "./chosen-tracks.ts";
import { type InitOptions, init } from "./init.ts";
import { REPLAY_MILLISECONDS, replayText } from "./past.ts";
import { initializedText } from "./text.ts";

const { ref: _, ...options } = SOURCE_OPTIONS;

export const initCommand: Command = {
  usage: "release-policy init [options]",
  about: "propose tracks for your packages and show what would fail today",
  examples: [
    ["release-policy init", "ask, then write policies/"],
    ["release-policy init --dry-run", "show the files only"],
  ],
  options: {
    yes: { about: "write the proposal without asking (default without a terminal)" },
    preset: { value: "name", about: "use this preset for all packages that fit it" },
    "dry-run": { about: "show the files without writing them" },
    eject: { value: "preset", about: "print a preset as a track file" },
    ...options,
  },

  async run({ values, positionals }, terminal): Promise<Outcome> {
    refuseArguments("init", positionals);
    const eject = textOf(values["eject"]);
    if (eject !== undefined) {
      presetNamed(eject);
      return { output: ejected(eject)!, code: 0 };
    }
    const { cwd, today, branch, planner } = sourceOptions(values);
    const preset = textOf(values["preset"]);
    const given: InitOptions = {
      ...writerOptions(terminal),
      ...(cwd === undefined ? {} : { cwd }),
      ...(today === undefined ? {} : { today }),
      ...(branch === undefined ? {} : { branch }),
      ...(planner === undefined ? {} : { planner }),
      ...(preset === undefined ? {} : { preset }),
      onProgress: (progress) => terminal.progress?.(replayText(progress)),
    };
    const write = values["dry-run"] !== true;
    if (!write || values["yes"] === true || !isInteractive(process.env)) {
      const result = await init({ ...given, write, replay: REPLAY_MILLISECONDS });
      terminal.progress?.("");
      return { output: initializedText(result, terminal), code: 0 };
    }
    const { initInterview } = await import("./interview.ts");
    return initInterview(given, terminal, { input: process.stdin, output: process.stdout });
  },
};

/** Somebody is there to answer. */
const isInteractive = ({ CI }: NodeJS.ProcessEnv): boolean =>
  !CI && process.stdin.isTTY && process.stdout.isTTY;
