import { packageManagerOf } from "../../files/package-manager.ts";
import { findRoot } from "../../files/files.ts";
import { jsonLines } from "../../formats/escape.ts";
import { JSON_VERSION, jsonFinding, jsonWaived, sentenceText } from "../../formats/json/json.ts";
import { PACK_TOOLS } from "../../tarballs/packed-dependencies.ts";
import { FORMAT, formatOf, oneOf, textOf } from "../arguments.ts";
import type { Command } from "../command.ts";
import { SOURCE_OPTIONS, sourceOptions } from "../source-options.ts";
import { type Packed, pack } from "./pack.ts";
import { packedText } from "./text.ts";

const { dir, today, planner } = SOURCE_OPTIONS;
const CODES = { pass: 0, warn: 0, fail: 1, unknown: 2 } as const;

export const packCommand: Command = {
  usage: "release-policy pack [packages…] [options]",
  about: "pack what the plan releases, as the release command would, and check the tarballs",
  examples: [
    ["release-policy pack", "the tarballs of the next release; nothing is published"],
    ["release-policy pack @acme/core", "the tarball of one package"],
    ["release-policy pack --run-scripts", "run prepack scripts, if they build the package"],
  ],
  options: {
    with: {
      value: "name",
      about: `pack with ${PACK_TOOLS.join(", ")} (default: what the release command uses)`,
    },
    "run-scripts": { about: "run the packages' own scripts, such as prepack" },
    strict: { about: "count warnings as errors" },
    format: FORMAT,
    dir,
    today,
    planner,
  },

  async run({ values, positionals: packages }, terminal) {
    const format = formatOf(values);
    const tool = textOf(values["with"]);
    const { all: _, ...given } = sourceOptions(values);
    const packed = await pack({
      packages,
      ...given,
      ...(tool === undefined ? {} : { tool: oneOf("tool", tool, PACK_TOOLS) }),
      runScripts: values["run-scripts"] === true,
    });
    if (format === "json")
      return { output: jsonLines(packedJson(packed)), code: CODES[packed.outcome] };
    const manager = packageManagerOf(findRoot(given.cwd ?? process.cwd()));
    const build = packed.build && `${manager} run ${packed.build}`;
    return { output: packedText(packed, build, terminal), code: CODES[packed.outcome] };
  },
};

const packedJson = ({ findings, waived, notes, ...rest }: Packed) => ({
  version: JSON_VERSION,
  ...rest,
  findings: findings.map((one) => jsonFinding(one)),
  waived: waived.map(jsonWaived),
  notes: notes.map(sentenceText),
});
