import { readdirSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

export interface Timed {
  readonly name: string;
  /** A script for Node with its arguments, unless `native` is given. */
  readonly args: readonly string[];
  readonly native?: string;
  /** Exit codes that are not errors. Default: 0. */
  readonly passes?: readonly number[];
}

/** The scripts that are built for it. */
interface Built {
  readonly cli: string;
  readonly planner: string;
}

const bareNode: Timed = { name: "node", args: ["-e", "0"] };
const require = createRequire(import.meta.url);
const folderOf = (name: string): string => dirname(require.resolve(`${name}/package.json`));

/**
 * The packed and installed command line, its peers, the planner alone, the floor and a bare start, which is measured
 * more often, because every other time is compared with it.
 */
export const commands = (built: Built, some?: readonly string[]): readonly Timed[] =>
  allCommands(built).filter(({ name }) => !some || some.includes(name));

const allCommands = ({ cli, planner }: Built): readonly Timed[] => [
  bareNode,
  { name: "check", args: [cli, "check"], passes: [0, 1] },
  bareNode,
  { name: "status 3", args: [join(folderOf("@changesets/cli"), "bin.js"), "status"] },
  { name: "status 2", args: [join(folderOf("changesets-cli-2"), "bin.js"), "status"] },
  { name: "pnpm 12", args: ["change", "check"], native: pnpmBinary() },
  bareNode,
  { name: "planner", args: [planner] },
  { name: "floor", args: [join(import.meta.dirname, "floor.cjs")] },
];

/** The native executable; the package's own command would first look for it. */
function pnpmBinary(): string {
  const store = join(realpathSync(folderOf("pnpm")), "../@pnpm");
  const found = readdirSync(store).find((name) => name.startsWith("exe."));
  return join(store, found ?? "", process.platform === "win32" ? "pnpm.exe" : "pnpm");
}
