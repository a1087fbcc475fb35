import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { check } from "../packages/cli/src/index.ts";

/**
 * Measures in which situations pnpm releases plan differently from ours, with each release from npm,
 * and writes the table: `pnpm pnpm-releases 11.18.0 12.21.0`. Other releases keep their entries. Needs the registry,
 * because pnpm queries it for published packages: hence names that exist on npm.
 */

const TABLE = new URL("../packages/cli/src/planners/pnpm/measured.ts", import.meta.url);

type Files = Readonly<Record<string, unknown>>;

const root = (more: object = {}): Files => ({
  "package.json": { name: "root", private: true },
  "pnpm-workspace.yaml": { packages: ["packages/*"], versioning: {}, ...more },
  "policies/all.yaml": { packages: ["*"] },
});
const even = { name: "is-number", version: "7.0.0" };
const pair = (dependencies: object, versioning: object = {}): Files => ({
  ...root({ versioning }),
  "packages/number/package.json": even,
  "packages/odd/package.json": { name: "is-odd", version: "3.0.1", ...dependencies },
});
const bump = (name: string, word: string): Files => ({
  ".changeset/one.md": `---\n"${name}": ${word}\n---\n\nSay what changed.\n`,
});
const uses = { dependencies: { "is-number": "workspace:^" } };

const SITUATIONS: Readonly<Record<string, Files>> = {
  private: {
    ...root(),
    "packages/app/package.json": { name: "demo-app", version: "0.5.0", private: true },
    ...bump("demo-app", "minor"),
  },
  dependency: { ...pair(uses), ...bump("is-number", "major") },
  peer: {
    ...pair({ peerDependencies: { "is-number": "workspace:^" } }),
    ...bump("is-number", "major"),
  },
  alias: {
    ...pair({ dependencies: { even: "workspace:is-number@^" } }),
    ...bump("is-number", "major"),
  },
  fixed: {
    ...pair(uses, { fixed: [["is-odd", "is-number"]] }),
    ...bump("is-odd", "minor"),
  },
  lane: { ...pair(uses, { lanes: { "is-number": "next" } }), ...bump("is-number", "minor") },
  epic: {
    ...pair({}, { epics: [{ lead: "is-number", packages: ["is-odd"] }] }),
    ...bump("is-number", "major"),
  },
  lead: {
    ...pair({}, { epics: [{ lead: "ms", packages: ["is-odd"] }] }),
    "packages/ms/package.json": { name: "ms", version: "3.0.0-beta.0" },
    ...bump("ms", "patch"),
  },
  ignore: { ...pair(uses, { ignore: ["is-odd"] }), ...bump("is-number", "major") },
};

async function differencesIn(release: string): Promise<string[]> {
  const different: string[] = [];
  for (const [name, files] of Object.entries(SITUATIONS)) {
    const dir = mkdtempSync(join(tmpdir(), "pnpm-releases-"));
    try {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(dir, path)), { recursive: true });
        const text = typeof content === "string" ? content : JSON.stringify(content);
        writeFileSync(join(dir, path), text);
      }
      const ours = await check({ cwd: dir, planner: "pnpm" });
      const plan = ours.releases.map((one) => `${one.name} ${one.from} ${one.to}`).toSorted();
      if (String(plan) !== String(planOf(release, dir))) different.push(name);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  }
  return different;
}

/** The plan that the release prints, or its message if it makes none. */
function planOf(release: string, cwd: string): readonly string[] {
  const path = `${dirname(process.execPath)}${delimiter}${process.env["PATH"] ?? ""}`;
  const args = ["exec", "--yes", `--package=pnpm@${release}`, "--"];
  const command = ["pnpm", "--pm-on-fail=ignore", "version", "-r", "--dry-run"];
  try {
    const output = execFileSync("npm", [...args, ...command], {
      cwd,
      encoding: "utf8",
      env: { ...process.env, PATH: path },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return [...output.matchAll(/^ +(\S+): (\S+) → (\S+)/gm)]
      .map(([, name, from, to]) => `${name} ${from} ${to}`)
      .toSorted();
  } catch (error) {
    return [(error as { readonly stderr?: string }).stderr?.slice(0, 200) ?? "refused"];
  }
}

const { MEASURED } = (await import(TABLE.href)) as {
  readonly MEASURED: Readonly<Record<string, string>>;
};
const table = new Map(
  Object.entries(MEASURED).flatMap(([names, releases]) =>
    releases.split(" ").map((release) => [release, names]),
  ),
);
for (const release of process.argv.slice(2)) {
  table.set(release, (await differencesIn(release)).join(" "));
  console.log(release, table.get(release) || "as bundled");
}
const numeric = new Intl.Collator("en", { numeric: true });
const sorted = [...table].toSorted(([a], [b]) => numeric.compare(a, b));
const lines = [...new Set(table.values())].toSorted().map((names) => {
  const releases = sorted.filter(([, own]) => own === names).map(([release]) => release);
  const key = /^\w+$/.test(names) ? names : JSON.stringify(names);
  return `  ${key}: ${JSON.stringify(releases.join(" "))},\n`;
});
const text = readFileSync(TABLE, "utf8");
const [before, rest] = text.split("// Written by scripts/pnpm-releases.ts: begin\n");
const after = rest!.slice(rest!.indexOf("  // end\n"));
writeFileSync(
  TABLE,
  `${before}// Written by scripts/pnpm-releases.ts: begin\n${lines.join("")}${after}`,
);
