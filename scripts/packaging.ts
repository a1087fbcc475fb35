import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run } from "./packaging/run.ts";
import { SMOKE_TESTS, type SmokeTest } from "./packaging/smoke-tests.ts";

/**
 * Builds and packs every package, then checks what would be published: publint and Are the types wrong on each
 * tarball, knip, and a smoke test of each tarball in a new workspace, with longer tests of some. Lists failures at the end.
 */
const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "release-policy-packaging-"));
/**
 * `node16`: everything but the resolution of Node 10, which does not support `exports`. `esm-only`: modules without a
 * CommonJS form, so `require` is not checked.
 */
const PROFILES = {
  api: "esm-only",
  core: "esm-only",
  cli: "node16",
  changelog: "node16",
  github: "esm-only",
};
/** Of what every check reads and compiles. */
const MOST_BYTES = 215_000;
const failures: string[] = [];

let tarballs: Readonly<Record<string, string>> = {};
if (step("build", root, "node scripts/build.ts")) {
  checkSize();
  checkTarballs();
}
rmSync(folder, { recursive: true, force: true });
if (failures.length > 0) {
  console.log(`\n${failures.length} failed:\n${failures.map((name) => `  ${name}\n`).join("")}`);
  process.exitCode = 1;
}

function checkSize(): void {
  const { size } = statSync(join(root, "packages/cli/dist/check.cjs"));
  const isSmall = size <= MOST_BYTES;
  console.log(
    `${isSmall ? "ok    " : "FAILED"} check.cjs has ${size} bytes (limit: ${MOST_BYTES})`,
  );
  if (!isSmall) failures.push("the size of check.cjs");
}

function checkTarballs(): void {
  tarballs = Object.fromEntries(Object.keys(PROFILES).map((name) => [name, pack(name)]));
  for (const [name, profile] of Object.entries(PROFILES)) {
    step(`publint ${name}`, root, `publint --strict ${tarballs[name]}`);
    const attw = `attw ${tarballs[name]} --profile ${profile} --format table-flipped --no-emoji`;
    step(`are the types wrong ${name}`, root, attw);
  }
  step("knip", root, "knip");
  for (const [name, smokeTest] of Object.entries(SMOKE_TESTS)) smoke(name, smokeTest);
  process.env["PACKED_TARBALLS"] = folder;
  step("tests of the tarballs", root, "vitest run --project packed");
}

/** Runs a command and prints its output if it fails unexpectedly. */
function step(name: string, cwd: string, command: string, code = 0, shows: readonly string[] = []) {
  const ran = run(cwd, command);
  const missing = shows.filter((text) => !ran.output.includes(text));
  const passed = ran.code === code && missing.length === 0;
  console.log(`${passed ? "ok    " : "FAILED"} ${name}`);
  if (passed) return true;
  failures.push(name);
  console.log(`$ ${command}\n${ran.output.trimEnd()}`);
  if (ran.code !== code) console.log(`exit code ${ran.code} (expected ${code})`);
  for (const text of missing) console.log(`not in the output: ${JSON.stringify(text)}`);
  return false;
}

function pack(name: string): string {
  const to = join(folder, name);
  step(`pack ${name}`, join(root, "packages", name), `pnpm pack --pack-destination ${to}`);
  const tarball = existsSync(to)
    ? readdirSync(to).find((file) => file.endsWith(".tgz"))
    : undefined;
  return join(to, tarball ?? "missing.tgz").replaceAll("\\", "/");
}

function smoke(name: string, { files, links = {}, steps }: SmokeTest): void {
  const cwd = join(folder, `smoke-${name}`);
  const dependencies = Object.entries(links).map(([dependency, path]) => [
    dependency,
    path in tarballs ? `file:${tarballs[path]}` : `link:${join(root, path)}`,
  ]);
  const manifest = { name: "acme", private: true, dependencies: Object.fromEntries(dependencies) };
  const workspace = {
    packages: ["packages/*"],
    hoist: false,
    overrides: manifest.dependencies,
  };
  write(cwd, {
    "package.json": JSON.stringify(manifest),
    "pnpm-workspace.yaml": JSON.stringify(workspace),
    ...files,
  });
  if (!step(`smoke ${name}: installs`, cwd, `pnpm add -w ${tarballs[name]}`)) return;
  for (const { name: does, files: written = {}, command, code, shows } of steps) {
    write(cwd, written);
    step(`smoke ${name}: ${does}`, cwd, command, code, shows);
  }
}

function write(cwd: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
}
