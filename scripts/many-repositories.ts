import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { exampleFiles } from "@release-policy/core/testing";

/**
 * Makes ten small repositories, runs in each what docs/workflows/release-policy-repositories.yml runs, and merges the results
 * into one page: node --conditions=source scripts/many-repositories.ts page.html
 */
const MAIN = resolve(import.meta.dirname, "../packages/cli/src/main.ts");
const DAY = 86_400_000;

interface Made {
  readonly versions?: Readonly<Record<string, string>>;
  readonly policies?: Readonly<Record<string, object>>;
  /** Days ago, package, next version. */
  readonly releases?: readonly (readonly [ago: number, name: string, to: string, bump?: string])[];
  /** Not yet released. */
  readonly pending?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
}

const core = { packages: ["@acme/*-core"], versions: ">=1.0.0" };
const plugins = { packages: ["@acme/*-plugin"], versions: "0.y.z" };
const both = { core, plugins };
const freezeOf = (ago: number) => {
  const day = new Date(Date.now() - ago * DAY).toISOString().slice(0, 10);
  return { freezes: [{ from: day, to: day, reason: "inventory" }] };
};

const REPOSITORIES: Readonly<Record<string, Made>> = {
  kit: { pending: { plugin: "major" }, releases: [[40, "core", "1.1.0"]] },
  router: { releases: [[20, "core", "1.1.0"]], policies: { ...both, workspace: freezeOf(20) } },
  forms: {
    releases: [
      [400, "core", "1.1.0"],
      [200, "plugin", "1.0.0", "major"],
      [150, "plugin", "1.0.1", "patch"],
    ],
  },
  charts: { releases: [[30, "plugin", "0.2.0"]] },
  store: {
    files: { "policies/core.yaml": "packages: [\n" },
    releases: [[90, "core", "1.0.1", "patch"]],
  },
  icons: {
    policies: {
      ...both,
      core: { ...core, rules: { "declared-bump": "warn" }, bumps: { declared: ["patch"] } },
    },
    pending: { core: "minor" },
  },
  i18n: { policies: {}, releases: [[60, "core", "1.1.0"]] },
  docs: { policies: { sandbox: { packages: ["*"] } } },
  auth: {
    releases: [
      [10, "core", "1.0.1", "patch"],
      [5, "core", "1.1.0"],
    ],
  },
  cli: { pending: { core: "patch" }, releases: [[300, "plugin", "0.1.1", "patch"]] },
};

const folder = mkdtempSync(join(tmpdir(), "many-repositories-"));
try {
  await Promise.all(Object.entries(REPOSITORIES).map(([name, made]) => makeRepository(name, made)));
  const page = resolve(process.argv[2] ?? "page.html");
  const { stdout, stderr } = await run([
    "audit",
    "--merge",
    join(folder, "results"),
    "--html",
    page,
  ]);
  process.stdout.write(stdout + stderr);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function makeRepository(name: string, made: Made): Promise<void> {
  const { versions = {}, policies = both, releases = [], pending = {}, files = {} } = made;
  const root = join(folder, name);
  const texts = exampleFiles({
    packages: {
      [`@acme/${name}-core`]: versions["core"] ?? "1.0.0",
      [`@acme/${name}-plugin`]: versions["plugin"] ?? "0.1.0",
    },
    policies,
  });
  for (const [path, text] of Object.entries({ ...texts, ...files })) write(root, path, text);
  git(root, 500, "init", "-q", "-b", "main");
  commit(root, 500, "first");
  for (const [ago, kind, to, bump = "minor"] of releases) {
    write(root, ".changeset/one.md", changesetOf(name, kind, bump));
    commit(root, ago, "change");
    rmSync(join(root, ".changeset/one.md"));
    const path = Object.keys(texts).find((one) => one.endsWith(`${kind}/package.json`))!;
    write(root, path, texts[path]!.replace(/("version": ?)"[^"]*"/, `$1"${to}"`));
    commit(root, ago, "Version Packages");
  }
  for (const [kind, bump] of Object.entries(pending))
    write(root, `.changeset/${kind}.md`, changesetOf(name, kind, bump));
  commit(root, 0, "today");
  const judged = ["--dir", root, "--format", "json"];
  const [audit, check] = await Promise.all([
    run(["audit", ...judged, "--fresh"]),
    run(["check", ...judged, "--ref", "HEAD"]),
  ]);
  if (audit.stdout !== "") write(folder, `results/acme/${name}/audit.json`, audit.stdout);
  write(folder, `results/acme/${name}/check.json`, check.stdout);
}

function changesetOf(name: string, kind: string, bump: string): string {
  return `---\n"@acme/${name}-${kind}": ${bump}\n---\n\nSay what changed.\n`;
}

/** Whatever its exit code. */
function run(
  args: readonly string[],
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const command = ["--conditions=source", MAIN, ...args];
  return new Promise((done) => {
    execFile(process.execPath, command, (_, stdout, stderr) => done({ stdout, stderr }));
  });
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function commit(root: string, ago: number, message: string): void {
  git(root, ago, "add", "-A");
  git(root, ago, "commit", "-q", "--allow-empty", "-m", message);
}

function git(root: string, ago: number, ...args: string[]): void {
  const date = new Date(Date.now() - ago * DAY).toISOString();
  execFileSync("git", ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", ...args], {
    cwd: root,
    env: { ...process.env, GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date },
  });
}
