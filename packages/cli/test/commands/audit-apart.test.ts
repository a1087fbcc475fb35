import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { type ExampleWorkspace, exampleFiles } from "@release-policy/core/testing";
import type { FsFixture } from "fs-fixture";
import { expect, test } from "vitest";
import { type Audit, audit } from "../../src/index.ts";
import { runChangesets } from "../kit/changesets-cli.ts";
import { runCli } from "../kit/run-cli.ts";
import { initIn } from "../kit/run-example.ts";
import { run } from "../kit/small-shell.ts";
import { changeset, folder } from "../kit/workspace.ts";

const PACKAGES = {
  "@acme/core": "1.2.0",
  "@acme/plugin": { version: "0.3.0", dependencies: { "@acme/core": "workspace:^" } },
};

/** A repository whose commits have days of their own, each after the one before. */
class Repository {
  readonly fixture: FsFixture;
  readonly root: string;
  readonly planner: "changesets@2" | "changesets@3";
  #day = 0;

  constructor(fixture: FsFixture, inside = ".", planner: Repository["planner"] = "changesets@3") {
    this.planner = planner;
    this.fixture = fixture;
    this.root = fixture.getPath(inside);
    initIn(fixture.path);
    this.commit("first");
  }

  git(...args: string[]): string {
    return this.#run(args);
  }

  #run(...commands: readonly (readonly string[])[]): string {
    const date = new Date(Date.UTC(2026, 0, 1 + this.#day, 12)).toISOString();
    const env = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    const author = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"];
    const all = commands.map((args) => ["git", ...author, ...args] as const);
    return run(this.fixture.path, all, { env }).toString();
  }

  /** Commits everything a day later. */
  commit(message: string): string {
    this.#day++;
    const commit = ["commit", "-q", "--allow-empty", "-m", message];
    return this.#run(["add", "-A"], commit, ["rev-parse", "HEAD"]).trim();
  }

  /** With the files of the other branch where both edit one. */
  merge(message: string, ...args: string[]): string {
    try {
      this.git("merge", "-q", "-X", "theirs", "--no-commit", ...args);
    } catch {
      // A changeset that one branch deletes and the other keeps: it stays.
    }
    return this.commit(message);
  }

  write(path: string, text: string): void {
    writeFileSync(`${this.root}/${path}`, text);
  }

  edit(path: string, ...changes: readonly (readonly [string | RegExp, string])[]): void {
    const text = readFileSync(`${this.root}/${path}`, "utf8");
    this.write(
      path,
      changes.reduce((now, [from, to]) => now.replace(from, to), text),
    );
  }

  setVersion(name: string, version: string): void {
    this.edit(`packages/${name}/package.json`, [/"version": ?"[^"]*"/, `"version": "${version}"`]);
  }

  async run(...args: string[]): Promise<void> {
    await runChangesets(this.root, this.planner, ...args);
  }

  /** A changeset in a commit, and then what the real command makes of it, with an edit by hand before it is committed. */
  async release(
    id: string,
    bumps: Readonly<Record<string, string>>,
    byHand?: () => void,
  ): Promise<string> {
    this.write(`.changeset/${id}.md`, changeset(bumps));
    this.commit(`change ${id}`);
    await this.run("version");
    byHand?.();
    return this.commit(`Version Packages ${id}`);
  }
}

const repositoryOf = async (
  files: Readonly<Record<string, string>> = {},
  given: Partial<ExampleWorkspace> & { readonly planner?: Repository["planner"] } = {},
): Promise<Repository> =>
  new Repository(
    await folder(
      exampleFiles({
        packages: PACKAGES,
        policies: {
          core: { packages: ["@acme/core"], versions: ">=1.0.0" },
          integrations: { packages: ["@acme/plugin"], versions: "0.y.z" },
        },
        files,
        ...given,
      }),
    ),
    ".",
    given.planner,
  );

const apartIn = ({ releases }: Audit): string[] =>
  releases.flatMap(({ commit, apart }) =>
    apart.map(
      ({ origin, package: name, version, planned }) =>
        `${commit.slice(0, 8)} ${origin} ${name} ${version} (${planned})`,
    ),
  );

const refusals = ({ releases }: Audit): string[] =>
  releases.flatMap(({ findings }) => findings.map(({ rule, version }) => `${rule} ${version}`));

const short = (commit: string): string => commit.slice(0, 8);

test("lists a manually written version separately in every format", async () => {
  const made = await repositoryOf();
  const commit = await made.release("one", { "@acme/core": "minor" }, () =>
    made.setVersion("core", "1.2.1"),
  );
  const result = await audit({ cwd: made.root });
  expect(apartIn(result)).toEqual([`${short(commit)} hand-edited @acme/core 1.2.1 (1.3.0)`]);
  expect([result.counts.refused, refusals(result)]).toEqual([0, []]);
  const shown = async (format: string): Promise<string> =>
    (await runCli(made.root, ["audit", "--format", format])).stdout.replaceAll(
      /&#(\d+);/g,
      (_, code) => String.fromCodePoint(Number(code)),
    );
  expect(await shown("terminal")).toContain("not counted\n  hand-edited: 1 version in 1 rel");
  expect(await shown("terminal")).toContain("0 of 1 release would have been blocked");
  expect(await shown("markdown")).toContain("| hand-edited: not the planned version");
  expect(await shown("html")).toMatch(
    /<b>hand-edited<\/b>: 1 version in 1 release.*<td>1\.2\.1<\/td><td>1\.3\.0</,
  );
  expect(JSON.parse(await shown("json"))).toMatchObject({
    byOrigin: [{ origin: "hand-edited", releases: 1, versions: 1, findings: 1 }],
  });
});

test("a manually written version is still refused if its track does not allow it", async () => {
  const made = await repositoryOf();
  await made.release("one", { "@acme/plugin": "minor" }, () => made.setVersion("plugin", "1.0.0"));
  const result = await audit({ cwd: made.root });
  expect(refusals(result)).toEqual(["accidental-graduation 1.0.0"]);
  expect(result.byOrigin.map(({ origin, findings }) => [origin, findings])).toEqual([
    ["hand-edited", 1],
  ]);
});

test("recognizes versions of a release branch that is merged back", async () => {
  // Its pre mode leaves the changesets where they are, so that the merge deletes them.
  const made = await repositoryOf({}, { planner: "changesets@2" });
  made.write(".changeset/shared.md", changeset({ "@acme/core": "minor" }));
  made.commit("change");
  made.git("checkout", "-q", "-b", "next");
  await made.run("pre", "enter", "next");
  made.commit("pre");
  await made.release("big", { "@acme/core": "major" });
  made.git("checkout", "-q", "main");
  const stable = await made.release("fix", { "@acme/core": "patch" });
  made.git("tag", "@acme/core@1.3.0");
  made.git("checkout", "-q", "next");
  const squashed = made.merge("Merge main into next", "--squash", "main");
  expect(apartIn(await audit({ cwd: made.root }))).toEqual([
    expect.stringMatching(`^${short(squashed)} merged-back @acme/core 1.3.0 `),
  ]);
  made.git("checkout", "-q", "main");
  await made.release("more", { "@acme/core": "patch" });
  made.git("checkout", "-q", "next");
  await made.release("last", { "@acme/core": "major" });
  made.git("checkout", "-q", "main");
  made.merge("Merge next", "--no-ff", "next");
  const result = await audit({ cwd: made.root });
  expect(result.releases.map(({ commit }) => commit)).toContain(stable);
  expect([result.counts.refused, refusals(result)]).toEqual([0, []]);
  expect(new Set(result.byOrigin.map(({ origin }) => origin))).toEqual(new Set(["merged-back"]));
});

test("shows the changes of a merge for a workspace in a subfolder", async () => {
  const files = exampleFiles({ packages: PACKAGES, policies: { all: { packages: ["@acme/*"] } } });
  const inside = Object.entries(files).map(([path, text]) => [`web/${path}`, text] as const);
  const made = new Repository(await folder(Object.fromEntries(inside)), "web");
  made.write(".changeset/one.md", changeset({ "@acme/core": "patch" }));
  made.commit("change");
  made.git("checkout", "-q", "-b", "release");
  made.setVersion("core", "2.0.0");
  made.commit("a version by hand");
  made.git("checkout", "-q", "main");
  rmSync(`${made.root}/.changeset/one.md`);
  made.git("merge", "-q", "--no-ff", "--no-commit", "release");
  const merge = made.commit("Merge release");
  expect(apartIn(await audit({ cwd: made.root }))).toEqual([
    `${short(merge)} merged-back @acme/core 2.0.0 (1.2.1)`,
  ]);
});

test("recognizes several squashed releases by their changelog", async () => {
  const made = await repositoryOf();
  made.git("checkout", "-q", "-b", "release");
  await made.release("one", { "@acme/core": "minor" });
  await made.release("two", { "@acme/core": "minor" });
  made.git("checkout", "-q", "main");
  const squashed = await made.release("three", { "@acme/core": "patch" }, () => {
    made.git("checkout", "-q", "release", "--", "packages");
  });
  expect(apartIn(await audit({ cwd: made.root }))).toContain(
    `${short(squashed)} merged-back @acme/core 1.4.0 (1.2.1)`,
  );
});

test("lists versions of a patched planner separately if they differ from the plan", async () => {
  const made = await repositoryOf({ "patches/@changesets+assemble-release-plan+7.0.0.patch": "" });
  await made.release("one", { "@acme/core": "minor" });
  const patched = await made.release("two", { "@acme/core": "minor" }, () => {
    made.setVersion("core", "1.3.1");
    made.setVersion("plugin", "0.4.0");
  });
  const result = await audit({ cwd: made.root });
  expect(apartIn(result)).toEqual([
    `${short(patched)} patched-planner @acme/core 1.3.1 (1.4.0)`,
    `${short(patched)} patched-planner @acme/plugin 0.4.0 (undefined)`,
  ]);
  expect([result.counts.refused, refusals(result)]).toEqual([0, []]);
  expect(result.notes).toHaveLength(1);
});

test("what the published parser cannot read is a warning where the history patches the parser", async () => {
  const readAndRefused = async (patched: string): Promise<readonly unknown[]> => {
    const made = await repositoryOf({ [`patches/${patched}+0.4.0.patch`]: "" });
    await made.release("one", { "@acme/core": "minor" }, () =>
      made.write(".changeset/odd.md", '---\n"@acme/core": patch\n"_tags": [x]\n---\n\nOdd.\n'),
    );
    const { counts, releases } = await audit({ cwd: made.root });
    return [counts.refused, releases.flatMap(({ findings }) => findings.map(({ rule }) => rule))];
  };
  expect(await readAndRefused("@changesets+parse")).toEqual([0, ["unreadable-changeset"]]);
  expect(await readAndRefused("@changesets+config")).toEqual([1, ["unreadable-changeset"]]);
});

test("allows several packages to graduate in consecutive commits", async () => {
  const made = await repositoryOf(
    {},
    {
      packages: { "@acme/a": "0.4.0", "@acme/b": "0.9.1", "@acme/c": "0.2.0" },
      policies: { core: { packages: ["@acme/*"], versions: "1.x" } },
    },
  );
  await made.release("a", { "@acme/a": "major" });
  await made.release("b", { "@acme/b": "major" });
  const byHand = await made.release("c", { "@acme/c": "minor" }, () =>
    made.setVersion("c", "1.0.0"),
  );
  const result = await audit({ cwd: made.root });
  expect(result.releases.map(({ packages }) => packages.map(({ to }) => to))).toEqual([
    ["1.0.0"],
    ["1.0.0"],
    ["1.0.0"],
  ]);
  expect([result.counts.refused, apartIn(result)]).toEqual([
    0,
    [`${short(byHand)} hand-edited @acme/c 1.0.0 (0.3.0)`],
  ]);
});
