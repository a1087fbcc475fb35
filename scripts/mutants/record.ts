import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { copyOf } from "./copy.ts";
import type { Mutation } from "./mutations.ts";

/** What one run of all tests showed. */
export interface Recording {
  /** The hash of each source file and each test file that it is about, by path. */
  readonly hashes: Readonly<Record<string, string>>;
  /** By source file, then by place, as `placeOf` names it: the test files in which it ran. */
  readonly places: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  readonly tests: readonly string[];
  readonly failed: readonly string[];
  readonly milliseconds: Readonly<Record<string, number>>;
}

const FILE = "node_modules/.cache/mutants/recording.json";

/** The recording of an earlier `--record`, if there is one. */
export function readRecording(root: string): Recording | undefined {
  try {
    return JSON.parse(readFileSync(join(root, FILE), "utf8")) as Recording;
  } catch {
    return undefined;
  }
}

export const placeOf = ({ running: { start, end } }: Mutation): string => `${start}-${end}`;

export const hashOf = (root: string, path: string): string =>
  createHash("sha256")
    .update(readFileSync(join(root, path)))
    .digest("hex");

/**
 * Runs the tests once, or those whose paths contain one of the filters, in a copy whose sources report each place that
 * runs, in whatever process that is, and keeps what they reported. What runs only while a file is loaded counts for the
 * first test file of a worker alone.
 */
export async function record(
  root: string,
  mutations: readonly Mutation[],
  filters: readonly string[],
): Promise<void> {
  const copy = copyOf(root);
  try {
    const places = [
      ...new Map(mutations.map((one) => [`${one.path}:${placeOf(one)}`, one])).values(),
    ];
    const files = Map.groupBy(places.entries(), ([, { path }]) => path);
    // Now: someone may edit the sources while the tests run.
    const hashes = [...files.keys()].map((path) => [path, hashOf(copy, path)]);
    for (const [path, inFile] of files) {
      const text = readFileSync(join(copy, path), "utf8");
      const edits = inFile.flatMap(([i, { running }]) => [
        { at: running.start, text: `(globalThis.__ran?.(${i}),`, order: -running.end },
        { at: running.end, text: ")", order: Number.NEGATIVE_INFINITY },
      ]);
      writeFileSync(join(copy, path), insert(text, edits));
    }
    const logs = join(copy, "reached");
    mkdirSync(logs);
    writeFileSync(join(copy, "reach.mjs"), reporter(logs, places.length));
    writeFileSync(
      join(copy, "reach-setup.mjs"),
      'import { expect } from "vitest";\nglobalThis.__test(expect.getState().testPath);\n',
    );
    writeFileSync(join(copy, "vitest.reach.config.ts"), CONFIG);
    const output = join(copy, "reach.json");
    const vitest = join(copy, "node_modules/vitest/vitest.mjs");
    const child = spawn(
      process.execPath,
      [
        vitest,
        "run",
        ...filters,
        "--config=vitest.reach.config.ts",
        "--reporter=json",
        `--outputFile=${output}`,
      ],
      {
        cwd: copy,
        stdio: ["ignore", "inherit", "inherit"],
        env: {
          ...process.env,
          NODE_OPTIONS: `--import=${pathToFileURL(join(copy, "reach.mjs")).href}`,
        },
      },
    );
    await new Promise((resolve) => child.on("close", resolve));
    const { testResults } = JSON.parse(readFileSync(output, "utf8")) as {
      readonly testResults: readonly {
        readonly name: string;
        readonly status: string;
        readonly startTime: number;
        readonly endTime: number;
      }[];
    };
    const pathOf = (name: string): string => relative(copy, name).split(sep).join("/");
    const tests = testResults.map(({ name }) => pathOf(name));
    const reached: Record<string, Record<string, number[]>> = {};
    for (const [test, path] of tests.entries())
      for (const i of reportedBy(logs, path)) {
        const place = places[i]!;
        ((reached[place.path] ??= {})[placeOf(place)] ??= []).push(test);
      }
    const recording: Recording = {
      hashes: Object.fromEntries([...hashes, ...tests.map((path) => [path, hashOf(copy, path)])]),
      places: reached,
      tests,
      failed: testResults.flatMap(({ name, status }) => (status === "failed" ? pathOf(name) : [])),
      milliseconds: Object.fromEntries(
        testResults.map(({ name, startTime, endTime }) => [pathOf(name), endTime - startTime]),
      ),
    };
    mkdirSync(dirname(join(root, FILE)), { recursive: true });
    writeFileSync(join(root, FILE), JSON.stringify(recording));
  } finally {
    rmSync(copy, { recursive: true, force: true, maxRetries: 3 });
  }
}

function reportedBy(logs: string, test: string): ReadonlySet<number> {
  const name = encodeURIComponent(test);
  if (!readdirSync(logs).includes(name)) return new Set();
  return new Set(readFileSync(join(logs, name), "utf8").split("\n").filter(Boolean).map(Number));
}

interface Insertion {
  readonly at: number;
  readonly text: string;
  /** At one offset, what ends comes first, then what is widest. */
  readonly order: number;
}

function insert(text: string, insertions: readonly Insertion[]): string {
  let result = "";
  let from = 0;
  for (const { at, text: inserted } of insertions.toSorted(
    (a, b) => a.at - b.at || a.order - b.order,
  )) {
    result += text.slice(from, at) + inserted;
    from = at;
  }
  return result + text.slice(from);
}

/** A module that each process loads first: tests set the log that they and their children write. */
const reporter = (logs: string, places: number): string => `
import { appendFileSync } from "node:fs";
const root = ${JSON.stringify(`${join(logs, "..")}${sep}`)};
let log;
let seen;
globalThis.__log = (to) => {
  log = to;
  seen = new Uint8Array(${places});
};
globalThis.__test = (path) => {
  const name = encodeURIComponent(path.slice(root.length).replaceAll("\\\\", "/"));
  process.env.MUTANTS_LOG = ${JSON.stringify(`${logs}${sep}`)} + name;
  globalThis.__log(process.env.MUTANTS_LOG);
};
globalThis.__ran = (place) => {
  if (log === undefined || seen[place] === 1) return;
  seen[place] = 1;
  appendFileSync(log, place + "\\n");
};
if (process.env.MUTANTS_LOG) globalThis.__log(process.env.MUTANTS_LOG);
`;

const CONFIG = `
import config from "./vitest.config.ts";
for (const project of config.test.projects) project.test.setupFiles = ["reach-setup.mjs"];
export default config;
`;
