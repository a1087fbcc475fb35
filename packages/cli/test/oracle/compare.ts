import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EMPTY_POLICY, chainOf, hasStart, judge, rules } from "@release-policy/core";
import type { Finding } from "@release-policy/core/types";
import { fixtureOf } from "../kit/fixture.ts";
import { load } from "../../src/check/load.ts";
import { CannotJudge } from "../../src/errors.ts";
import { type Manifest, publishedRange } from "../../src/workspace/manifest.ts";
import { runChangesets } from "../kit/changesets-cli.ts";
import { PNPM_BINARY } from "../kit/pnpm-binary.ts";
import { type Generated, filesOf, pnpmFilesOf } from "./generate.ts";
import { registryOf } from "./registry.ts";

/** The release commands that the oracle runs. */
export const COMMANDS = ["changesets@2", "changesets@3", "pnpm"] as const;
export type Command = (typeof COMMANDS)[number];

/** Versions and published ranges of the released packages, as `name: version` and `name > field > other: range`. */
export type Result = Readonly<Record<string, string>> | "refused";

interface Prediction {
  readonly predicted: Result;
  readonly unexplained: readonly string[];
  /** Releases whose chain does not lead back to what a person wrote. */
  readonly unended: readonly string[];
}

interface Comparison extends Prediction {
  readonly written: Result;
}

/** What we predict for a generated workspace, and what the real release command made of it. */
export async function compare(generated: Generated, command: Command): Promise<Comparison> {
  const files =
    command === "pnpm"
      ? pnpmFilesOf(generated)
      : filesOf(generated, command === "changesets@2" ? 2 : 3);
  const fixture = await fixtureOf(files);
  try {
    const prediction = await predict(fixture.path);
    const refused = await RUNS[command](fixture.path, generated);
    const written = refused ? "refused" : writtenBy(fixture.path, generated);
    return { ...prediction, written };
  } finally {
    await fixture.rm();
  }
}

/** Runs a release command; true where it refuses. */
const RUNS: Readonly<Record<Command, (cwd: string, generated: Generated) => Promise<boolean>>> = {
  "changesets@2": (cwd) => refuses(cwd, "changesets@2"),
  "changesets@3": (cwd) => refuses(cwd, "changesets@3"),
  pnpm: async (cwd, { packages }) => {
    const registry = await registryOf(packages);
    try {
      const args = ["version", "-r", "--no-git-checks", `--config.registry=${registry.url}`];
      return await new Promise((resolve) => {
        execFile(PNPM_BINARY, args, { cwd }, (error) => resolve(error !== null));
      });
    } finally {
      registry.close();
    }
  },
};

/** Under Changesets the same rule only warns. */
const isRefusedRange = ({ rule, level }: Finding): boolean =>
  rule === "workspace-range" && level === "error";

const REFUSED: Prediction = { predicted: "refused", unexplained: [], unended: [] };

async function predict(root: string): Promise<Prediction> {
  try {
    const { facts } = await load(root, EMPTY_POLICY, {
      today: "2026-01-01",
      mayRunInstalled: false,
    });
    const { findings } = judge(facts, EMPTY_POLICY, rules);
    if (facts.refusal || findings.some(isRefusedRange)) return REFUSED;
    const releases = new Map(facts.releases.map((release) => [release.name, release]));
    const unended = facts.releases.filter(
      (release) => !hasStart(chainOf(release, (name) => releases.get(name))),
    );
    const predicted = facts.releases.flatMap(({ name, to, ranges }) => [
      [name, to] as const,
      ...ranges.map(({ on, field, after }) => [`${name} > ${field} > ${on}`, after] as const),
    ]);
    const unexplained = findings.filter(({ rule }) => rule === "unexplained-release");
    return {
      predicted: Object.fromEntries(predicted),
      unexplained: unexplained.map(({ package: name }) => name ?? ""),
      unended: unended.map(({ name }) => name),
    };
  } catch (error) {
    if (error instanceof CannotJudge) return REFUSED;
    throw error;
  }
}

/** Changesets 3 exits with 1 where there is nothing to release, which is not a refusal. */
const refuses = (cwd: string, planner: Exclude<Command, "pnpm">): Promise<boolean> =>
  runChangesets(cwd, planner, "version").then(
    () => false,
    (error: unknown) => !/No unreleased changesets/.test(String(error)),
  );

function writtenBy(root: string, { packages }: Generated): Result {
  const manifests = new Map(packages.map(({ name }) => [name, manifestAt(root, name)]));
  const released = packages.filter(({ name, version }) => manifests.get(name)!.version !== version);
  return Object.fromEntries(
    released.flatMap(({ name }) => {
      const manifest = manifests.get(name)!;
      const fields = ["dependencies", "peerDependencies", "optionalDependencies"] as const;
      return [
        [name, manifest.version!],
        ...fields.flatMap((field) =>
          Object.entries(manifest[field] ?? {}).flatMap(([on, spec]) => {
            const range = publishedRange(on, spec, manifests.get(on)?.version, {});
            return range === undefined ? [] : [[`${name} > ${field} > ${on}`, range]];
          }),
        ),
      ];
    }),
  );
}

const manifestAt = (root: string, name: string): Manifest =>
  JSON.parse(
    readFileSync(join(root, "packages", name.slice(6), "package.json"), "utf8"),
  ) as Manifest;
