import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export interface Size {
  readonly packages: number;
  readonly changesets: number;
  /** A list of the config that names the packages of a track. */
  readonly list?: "fixed" | "linked" | "ignore";
  /** Whether `@changesets/cli` is in node_modules. */
  readonly installed?: boolean;
}

const CLI = realpathSync(join(import.meta.dirname, "../../node_modules/@changesets/cli"));
const TRACKS = {
  core: { version: "1.4.0", bumps: ["patch", "minor"], shape: ">=1.0.0" },
  integrations: { version: "0.16.2", bumps: ["patch", "minor"], shape: "0.y.z" },
  sandbox: { version: "0.1.0", bumps: ["patch", "minor"], shape: "0.y.z" },
} as const;
const NAMES = Object.keys(TRACKS) as (keyof typeof TRACKS)[];

/**
 * Writes a git repository with a workspace of the size: a folder of packages for each of three tracks, each
 * package depending on three before it, and changesets that the policy takes. The same for the same size.
 */
export function writeWorkspace({ packages, changesets, list, installed }: Size): string {
  const root = mkdtempSync(join(tmpdir(), "bench-"));
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const json = (path: string, data: unknown): void =>
    put(path, `${JSON.stringify(data, null, 2)}\n`);
  json("package.json", {
    name: "acme",
    private: true,
    devDependencies: { "@changesets/cli": "^3.0.3" },
  });
  put("pnpm-workspace.yaml", `packages:\n${NAMES.map((track) => `  - ${track}/*/*\n`).join("")}`);
  json(".changeset/config.json", {
    baseBranch: "main",
    changelog: false,
    ...(list ? { [list]: listed(list, packages) } : {}),
  });
  for (let i = 0; i < packages; i++) json(join(dirOf(i), "package.json"), manifestOf(i));
  for (let i = 0; i < changesets; i++)
    put(`.changeset/change-${i}.md`, changesetOf(i, packages, list === "ignore"));
  for (const track of NAMES) put(`policies/${track}.yaml`, policyOf(track));
  put("policies/workspace.yaml", "dependencies:\n  - { from: core, on: [core] }\n");
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, stdio: "ignore" });
  git("init", "-q", "-b", "main");
  if (installed) {
    put(".gitignore", "node_modules\n");
    mkdirSync(join(root, "node_modules/@changesets"), { recursive: true });
    symlinkSync(CLI, join(root, "node_modules/@changesets/cli"));
  }
  git("add", "-A");
  git("-c", "user.name=Ann", "-c", "user.email=ann@example.com", "commit", "-q", "-m", "all");
  return root;
}

const trackOf = (i: number) => NAMES[i % NAMES.length]!;
const nameOf = (i: number) => `@acme/${trackOf(i)}-${i}`;
const dirOf = (i: number) => join(trackOf(i), `group-${i % 7}`, `package-${i}`);

function manifestOf(i: number): object {
  const before = [1, 2, 5].map((step) => i - step * NAMES.length).filter((other) => other >= 0);
  return {
    name: nameOf(i),
    version: TRACKS[trackOf(i)].version,
    description:
      "A package that does one thing, and has a manifest as long as they are in the wild.",
    license: "MIT",
    type: "module",
    exports: { ".": "./dist/index.js", "./package.json": "./package.json" },
    scripts: { build: "tsc -b", test: "vitest run", lint: "oxlint" },
    dependencies: {
      semver: "^7.0.0",
      ...Object.fromEntries(before.map((other) => [nameOf(other), "workspace:^"])),
    },
    devDependencies: { typescript: "^7.0.0", vitest: "^5.0.0" },
  };
}

function listed(list: NonNullable<Size["list"]>, packages: number): unknown {
  const names = Array.from({ length: packages }, (_, i) => nameOf(i));
  const ofTrack = (track: string) => names.filter((name) => name.startsWith(`@acme/${track}-`));
  // In a group of another track, packages would get versions that it does not allow.
  return list === "ignore" ? ofTrack("sandbox") : [ofTrack("core")];
}

function changesetOf(i: number, packages: number, withoutSandbox: boolean): string {
  const named = new Set(
    [0, 1]
      .map((step) => (i * 7 + step * 31) % packages)
      .map((one) => (withoutSandbox && trackOf(one) === "sandbox" ? one - 1 : one)),
  );
  const lines = [...named].map((one) => `"${nameOf(one)}": ${TRACKS[trackOf(one)].bumps[i % 2]}\n`);
  return `---\n${lines.join("")}---\n\nKeep the cursor in place when the list is sorted.\n`;
}

const policyOf = (track: keyof typeof TRACKS): string =>
  [
    `# The ${track} track.`,
    `packages: ["./${track}/*/*"]`,
    `versions: "${TRACKS[track].shape}"`,
    "prerelease: forbidden",
    "bumps:",
    `  declared: [${TRACKS[track].bumps.join(", ")}]`,
    "  received: [patch, minor]",
    "",
  ].join("\n");
