import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type PlannerId, plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { CannotJudge, check, fix } from "../../src/index.ts";
import { runCli } from "../kit/run-cli.ts";
import { changeset, workspace } from "../kit/workspace.ts";

const PATCH_AND_MINOR = {
  core: { packages: ["@acme/core"], bumps: { declared: ["patch", "minor"] } },
  integrations: { packages: ["@acme/plugin"], versions: "0.y.z", breaking: "minor" },
};

const read = (root: string, path: string): string => readFileSync(join(root, path), "utf8");

const everything = (root: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path, readFileSync(path, "latin1")]),
  );

/** Fixes for good, and shows that fixing again changes nothing. */
async function fixed(root: string) {
  const result = await fix({ cwd: root, today: "2026-06-15" });
  const after = everything(root);
  const again = await fix({ cwd: root, today: "2026-06-15" });
  expect(again.changes).toEqual([]);
  expect(everything(root)).toEqual(after);
  return result;
}

const PLANNERS: readonly PlannerId[] = ["changesets@2", "changesets@3", "pnpm"];

test.for(PLANNERS)("lowers a declared bump to the closest allowed one with %s", async (planner) => {
  const { path } = await workspace({
    planner,
    policies: PATCH_AND_MINOR,
    changesets: { bold: { "@acme/core": "major" } },
    ...(planner === "pnpm" ? { workspace: { versioning: {} } } : {}),
  });
  const result = await fix({ cwd: path, planner });
  expect(result.fixed.map(({ rule }) => rule)).toContain("declared-bump");
  expect(read(path, ".changeset/bold.md")).toBe(changeset({ "@acme/core": "minor" }));
  expect(result.changes).toHaveLength(1);
});

test("only changes the word: line endings, quotes, comments and the byte order mark stay", async () => {
  const text = (bump: string) =>
    `\uFEFF---\r\n# why: major\r\n'@acme/core' :   '${bump}'\t# major\r\n---\r\n\r\nA major change.\r\n`;
  const { path } = await workspace({
    policies: PATCH_AND_MINOR,
    files: { ".changeset/bold.md": text("major") },
  });
  const { left } = await fixed(path);
  expect(left).toEqual([]);
  expect(read(path, ".changeset/bold.md")).toBe(text("minor"));
});

test("lowers every major that graduates a package accidentally", async () => {
  const { path } = await workspace({
    changesets: { one: { "@acme/plugin": "major" }, two: { "@acme/plugin": "major" } },
  });
  expect((await fixed(path)).outcome).toBe("pass");
  for (const id of ["one", "two"])
    expect(read(path, `.changeset/${id}.md`)).toBe(changeset({ "@acme/plugin": "minor" }));
});

const PEERS = {
  packages: {
    "@acme/core": "1.2.0",
    "@acme/ui": { version: "1.0.0", peerDependencies: { "@acme/core": "^1.0.0" } },
  },
  policies: {
    stable: {
      packages: ["@acme/*"],
      bumps: { declared: ["patch", "minor"], received: ["patch", "minor"] },
    },
  },
  changesets: { one: { "@acme/core": "major", "@acme/ui": "major" } },
} as const;

test("names the setting without which lower bumps are not enough; with it, fix does the rest", async () => {
  const names = Array.from({ length: 9 }, (_, i) => `@acme/p${i}`);
  const peer = { version: "1.0.0", peerDependencies: { "@acme/p0": "^1.0.0" } };
  const { path } = await workspace({
    packages: Object.fromEntries(names.map((name, i) => [name, i === 8 ? peer : "1.0.0"])),
    policies: PEERS.policies,
    changesets: Object.fromEntries(names.map((name, i) => [`c${i}`, { [name]: "major" }])),
    config: { fixed: [names.slice(0, 8)] },
    planner: "changesets@2",
  });
  const { findings } = await check({ cwd: path });
  const key = "onlyUpdatePeerDependentsWhenOutOfRange";
  const unsafe = "___experimentalUnsafeOptions_WILL_CHANGE_IN_PATCH";
  const settings = `set \`${key}\` under \`${unsafe}\` in \`.changeset/config.json\``;
  expect(new Set(findings.map(({ help }) => plain(help).split("; if ")[0]))).toEqual(
    new Set([
      `${settings} and run \`release-policy fix\`: several changesets have to change together`,
    ]),
  );
  const config = JSON.parse(read(path, ".changeset/config.json"));
  const withOption = { ...config, [unsafe]: { [key]: true } };
  writeFileSync(join(path, ".changeset/config.json"), JSON.stringify(withOption));
  expect((await fixed(path)).outcome).toBe("pass");
  expect(read(path, ".changeset/c0.md")).toBe(changeset({ "@acme/p0": "minor" }));
});

test("lowers a bump further if the closest one still gives a peer dependent a major", async () => {
  const pre = { mode: "pre", tag: "next", initialVersions: {}, changesets: [] };
  const { path } = await workspace({
    ...PEERS,
    planner: "changesets@2",
    files: { ".changeset/pre.json": JSON.stringify(pre) },
  });
  expect((await fixed(path)).outcome).toBe("pass");
  expect(read(path, ".changeset/one.md")).toBe(
    changeset({ "@acme/core": "patch", "@acme/ui": "minor" }),
  );
});

test("changes a bump to what the branch allows", async () => {
  const { path } = await workspace({
    changesets: { feature: { "@acme/core": "minor" } },
    policies: {
      ...PATCH_AND_MINOR,
      workspace: { branches: { "maint/*": { bumps: { declared: ["patch"] } } } },
    },
  });
  const result = await fix({ cwd: path, branch: "maint/1.x" });
  expect(result.outcome).toBe("pass");
  expect(read(path, ".changeset/feature.md")).toBe(changeset({ "@acme/core": "patch" }));
});

test("removes a skipped package from a mixed changeset, and keeps every other byte", async () => {
  const text = '---\r\n"@acme/core": minor\r\n"@acme/docs": patch\r\n---\r\n\r\nFaster.\r\n';
  const { path } = await workspace({
    packages: { "@acme/core": "1.2.0", "@acme/docs": "0.0.0" },
    policies: { core: { packages: ["@acme/core"] } },
    config: { ignore: ["@acme/docs"] },
    files: { ".changeset/both.md": text },
  });
  const { outcome } = await fixed(path);
  expect(outcome).toBe("pass");
  expect(read(path, ".changeset/both.md")).toBe(text.replace('"@acme/docs": patch\r\n', ""));
});

test("deletes no line that has the bumps of other packages too", async () => {
  const text = '---\n{ "@acme/core": minor, "@acme/docs": patch }\n---\n\nFaster.\n';
  const { path } = await workspace({
    packages: { "@acme/core": "1.2.0", "@acme/docs": "0.0.0" },
    policies: { core: { packages: ["@acme/core"] } },
    config: { ignore: ["@acme/docs"] },
    files: { ".changeset/both.md": text },
  });
  const { left } = await fixed(path);
  expect(left.map(({ help }) => plain(help))).toEqual([
    'delete `"@acme/docs"` in `.changeset/both.md:2`',
  ]);
  expect(read(path, ".changeset/both.md")).toBe(text);
});

test("writes no name that is only similar: it may be a different package", async () => {
  const { path } = await workspace({
    packages: { "@acme/core": "1.2.0", tooling: "1.0.0" },
    policies: { all: { packages: ["*"] } },
    files: { ".changeset/one.md": "---\n'@acme/cor': patch\ntoolin: patch\n---\n\nText.\n" },
  });
  const before = everything(path);
  const { left, outcome, changes } = await fixed(path);
  expect([outcome, changes]).toEqual(["fail", []]);
  expect(left.map(({ rule }) => rule)).toEqual(["unknown-package", "unknown-package"]);
  expect(everything(path)).toEqual(before);
});

test.for(PLANNERS)("adds a missing bundler, with %s", async (planner) => {
  const { path } = await workspace({
    planner,
    packages: { "@acme/core": "1.2.0", "@acme/cli": "3.0.0" },
    policies: {
      all: { packages: ["*"] },
      workspace: { couplings: [{ bundler: "@acme/cli", bundles: ["@acme/core"] }] },
    },
    changesets: { one: { "@acme/core": "minor" } },
    ...(planner === "pnpm" ? { workspace: { versioning: {} } } : {}),
  });
  const { left } = await fix({ cwd: path, planner });
  expect(left.map(({ rule }) => rule)).toEqual([]);
  expect(read(path, ".changeset/one.md")).toBe(
    changeset({ "@acme/cli": "patch", "@acme/core": "minor" }),
  );
});

test("adds the changeset that a narrower peer range requires", async () => {
  const { path } = await workspace({
    packages: {
      "@acme/core": "1.2.0",
      "@acme/react": { version: "2.0.0", peerDependencies: { "@acme/core": "workspace:^" } },
    },
    policies: { all: { packages: ["*"] } },
    changesets: { bold: { "@acme/core": "major" } },
  });
  expect((await fixed(path)).outcome).toBe("pass");
  expect(read(path, ".changeset/acme-react-major.md")).toBe(
    changeset(
      { "@acme/react": "major" },
      "**BREAKING**: only supports new versions of its peer @acme/core.",
    ),
  );
});

test("adds bundlers to the changeset, and raises the umbrella in it", async () => {
  const { path } = await workspace({
    packages: { acme: "9.0.0", "@acme/cli": "3.0.0", "@acme/app": "3.0.0", "@acme/core": "1.2.0" },
    policies: {
      all: { packages: ["*"] },
      workspace: {
        couplings: [
          { bundler: "@acme/cli", bundles: ["@acme/core"] },
          { bundler: "@acme/app", bundles: ["@acme/core"] },
          { umbrella: "acme", members: ["@acme/core"] },
        ],
      },
    },
    files: {
      ".changeset/one.md": '---\n  "@acme/core": minor\n  acme: patch # with it\n---\n\nNew.\n',
    },
  });
  expect((await fixed(path)).outcome).toBe("pass");
  expect(read(path, ".changeset/one.md")).toBe(
    '---\n  "@acme/app": patch\n  "@acme/cli": patch\n  "@acme/core": minor\n  acme: minor # with it\n---\n\nNew.\n',
  );
});

test("writes the maturity table", async () => {
  const { path } = await workspace({
    policies: { ...PATCH_AND_MINOR, workspace: { docs: { table: "README.md" } } },
    files: { "README.md": "# Acme\n\nText.\n" },
  });
  const { changes, outcome } = await fixed(path);
  expect([outcome, changes.map((file) => file.path)]).toEqual(["pass", ["README.md"]]);
  expect(read(path, "README.md")).toContain("| `@acme/core`   | `1.2.0` |");
  expect(read(path, "README.md")).toContain("# Acme\n\nText.\n");
});

test("makes several edits in one file at once", async () => {
  const { path } = await workspace({
    policies: PATCH_AND_MINOR,
    changesets: { all: { "@acme/core": "major", "@acme/plugin": "major" } },
  });
  expect((await fixed(path)).outcome).toBe("pass");
  expect(read(path, ".changeset/all.md")).toBe(
    changeset({ "@acme/core": "minor", "@acme/plugin": "minor" }),
  );
});

test("writes nothing if one of the files is read-only", async () => {
  const { path } = await workspace({
    policies: PATCH_AND_MINOR,
    changesets: { a: { "@acme/core": "major" }, b: { "@acme/core": "major" } },
  });
  chmodSync(join(path, ".changeset/b.md"), 0o444);
  const before = everything(path);
  await expect(fix({ cwd: path })).rejects.toThrow(CannotJudge);
  const { code, stderr } = await runCli(path, ["fix", "--yes"]);
  expect(code).toBe(2);
  expect(stderr).toContain(".changeset/b.md cannot be written: it is read-only");
  expect(everything(path)).toEqual(before);
});

test("does not touch a changeset behind a link, or text that would not round-trip", async () => {
  const { path } = await workspace({
    packages: { "@acme/core": "1.2.0" },
    policies: { core: PATCH_AND_MINOR.core },
  });
  const { symlinkSync } = await import("node:fs");
  const bytes = Buffer.concat([
    Buffer.from(changeset({ "@acme/core": "major" }, "Latin: ")),
    Buffer.from([0xe9]),
  ]);
  writeFileSync(join(path, ".changeset/latin.md"), bytes);
  writeFileSync(join(path, "outside.md"), changeset({ "@acme/core": "major" }));
  symlinkSync("../outside.md", join(path, ".changeset/link.md"));
  const before = everything(path);
  const { left } = await fixed(path);
  expect(left.map(({ rule }) => rule)).toEqual(["declared-bump", "unreadable-changeset"]);
  expect(everything(path)).toEqual(before);
});

test("quotes a hostile name, and keeps its file in the folder", async () => {
  const name = '@acme/"x": major\n---';
  const { path } = await workspace({
    packages: { "@acme/core": "1.2.0" },
    policies: {
      all: { packages: ["*"] },
      workspace: { couplings: [{ bundler: name, bundles: ["@acme/core"] }] },
    },
    changesets: { one: { "@acme/core": "patch" } },
    files: { "packages/evil/package.json": JSON.stringify({ name, version: "1.0.0" }) },
  });
  const { changes } = await fixed(path);
  for (const file of changes) expect(file.path).toMatch(/^\.changeset\/[a-z0-9-]+\.md$/);
  const report = await check({ cwd: path });
  expect(report.findings.map(({ rule }) => rule)).not.toContain("unreadable-changeset");
});

test("prints the diff and writes nothing without a terminal and --yes, and says so", async () => {
  const { path } = await workspace({
    policies: PATCH_AND_MINOR,
    changesets: { bold: { "@acme/core": "major" } },
  });
  const before = everything(path);
  const shown = await runCli(path, ["fix"]);
  expect(shown.code).toBe(1);
  expect(shown.stdout).toContain('-"@acme/core": major\n+"@acme/core": minor');
  expect(shown.stdout).toContain(
    "nothing was written\n\nThis is not a terminal: add --yes to write without being asked.",
  );
  const dry = await runCli(path, ["fix", "--dry-run"]);
  expect([dry.code, dry.stdout.includes("not a terminal")]).toEqual([1, false]);
  expect(everything(path)).toEqual(before);
  expect((await runCli(path, ["fix", "--yes"])).code).toBe(0);
  expect((await runCli(path, ["fix", "--yes"])).stdout).toBe("nothing to fix\n");
});

test("check --fix fixes, then checks", async () => {
  const { path } = await workspace({
    policies: PATCH_AND_MINOR,
    changesets: { bold: { "@acme/core": "major" } },
  });
  const { code, stdout } = await runCli(path, ["check", "--fix"]);
  expect([code, stdout.startsWith("fixed .changeset/bold.md\n\n")]).toEqual([0, true]);
  expect(read(path, ".changeset/bold.md")).toBe(changeset({ "@acme/core": "minor" }));
});

test("writes nothing if the answer is no, or a file has changed in the meantime", async () => {
  const { path, writeFile } = await workspace({
    policies: PATCH_AND_MINOR,
    changesets: { a: { "@acme/core": "major" }, b: { "@acme/core": "major" } },
  });
  const before = everything(path);
  expect(await fix({ cwd: path, confirm: () => false })).toMatchObject({ written: false });
  expect(everything(path)).toEqual(before);
  const edited = changeset({ "@acme/core": "patch" });
  const meantime = fix({
    cwd: path,
    confirm: async () => {
      await writeFile(".changeset/b.md", edited);
      return true;
    },
  });
  await expect(meantime).rejects.toThrow(".changeset/b.md was changed in the meantime");
  expect(everything(path)).toEqual({ ...before, [join(path, ".changeset/b.md")]: edited });
});

// Elsewhere no shell has this way to make a disk look full.
test.runIf(process.platform === "linux")(
  "puts back what was written where a later file cannot be",
  async () => {
    const { path } = await workspace({ files: { "a.md": "old a\n", "b.md": "old b\n" } });
    const before = everything(path);
    const module = join(import.meta.dirname, "../../src/files/writing/changed-files.ts");
    const code = `import { writeChangedFiles } from ${JSON.stringify(module)};
    process.on("SIGXFSZ", () => {});
    writeChangedFiles(".", [
      { path: "a.md", before: "old a\\n", after: "new a\\n" },
      { path: "new.md", after: "new\\n" },
      { path: "b.md", before: "old b\\n", after: "x".repeat(100_000) },
    ]);`;
    // No file may have more than 16 blocks: as if the disk were full.
    const { status, stderr } = spawnSync(
      "bash",
      [
        "-c",
        'ulimit -f 16; exec "$0" --conditions=source --input-type=module -e "$1"',
        process.execPath,
        code,
      ],
      { cwd: path, encoding: "utf8" },
    );
    expect(stderr).toContain("cannot write b.md (EFBIG)");
    expect(status).not.toBe(0);
    expect(everything(path)).toEqual(before);
  },
);

// `script`, which gives it a terminal, takes other arguments elsewhere.
test.runIf(process.platform === "linux")(
  "asks in a terminal, after the diff, and takes only yes for yes",
  async () => {
    const { path } = await workspace({
      policies: PATCH_AND_MINOR,
      changesets: { bold: { "@acme/core": "major" } },
    });
    const main = join(import.meta.dirname, "../../src/main.ts");
    const answer = (text: string, option = "") =>
      spawnSync(
        "script",
        ["-qec", `"${process.execPath}" --conditions=source "${main}" fix ${option}`, "/dev/null"],
        {
          cwd: path,
          encoding: "utf8",
          input: `${text}\n`,
          env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
        },
      ).stdout;
    expect(answer("n")).toContain('+"@acme/core": minor');
    expect(read(path, ".changeset/bold.md")).toContain("major");
    expect(answer("y", "--dry-run")).not.toContain("Write this?");
    expect(read(path, ".changeset/bold.md")).toContain("major");
    expect(answer("y")).toContain("Write this? [y/N]");
    expect(read(path, ".changeset/bold.md")).toContain("minor");
  },
);
