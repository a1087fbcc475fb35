import fc from "fast-check";
import { expect, test } from "vitest";
import type { DeclaredBump } from "../facts/facts.ts";
import { type Edit, changesetText, slug } from "../judge/edit.ts";
import { judge } from "../judge/judge.ts";
import { fixOf } from "../judge/rule.ts";
import { viewOf } from "../judge/view.ts";
import { readPolicy } from "../policy/reading/read-policy.ts";
import { rules } from "../rules/index.ts";
import { plain } from "../sentence.ts";
import type { Scene } from "../testing/scene.ts";
import { policyFile } from "../testing/policy-file.ts";
import { pendingChanges, sceneFacts } from "../testing/scene-facts.ts";
import { sayEdits, sayFirstEdit } from "./say-edits.ts";

/** Path and text of every edit that a scene gets. */
function edited(scene: Scene & { readonly policies: Record<string, unknown> }): string[] {
  const files = Object.entries(scene.policies).map(([name, data]) => policyFile(name, data));
  const policy = readPolicy(files, rules).policy!;
  const facts = sceneFacts(scene);
  const view = viewOf(facts, policy);
  return judge(facts, policy, rules)
    .findings.flatMap((finding) => fixOf(finding, view, rules) ?? [])
    .flatMap(({ edits }): (Edit | undefined)[] => (edits.length > 0 ? [...edits] : [undefined]))
    .map((edit) =>
      edit ? `${edit.kind} ${edit.path}${"text" in edit ? ` ${edit.text}` : ""}` : "nothing",
    );
}

const ON_BRANCH = (declared: readonly string[]) => ({
  all: { packages: ["*"], bumps: { declared: ["patch", "minor"] } },
  workspace: { branches: { "maint/*": { bumps: { declared } } } },
});

test("writes a bump that both track and branch allow, for each of their findings", () => {
  const scene = {
    packages: { a: "1.0.0" },
    changesets: { cat: { a: "major" } },
    facts: { branch: "maint/1" },
  } as const;
  const patch = ["replace .changeset/cat.md patch", "replace .changeset/cat.md patch"];
  expect(edited({ ...scene, policies: ON_BRANCH(["patch"]) })).toEqual(patch);
});

test("writes a bump that the branch allows if track and branch have none in common", () => {
  const scene = {
    packages: { a: "1.0.0" },
    changesets: { cat: { a: "minor" } },
    facts: { branch: "maint/1" },
  } as const;
  expect(edited({ ...scene, policies: ON_BRANCH(["major"]) })).toEqual([
    "replace .changeset/cat.md major",
  ]);
});

test("does not fix an accidental graduation caused elsewhere or already written", () => {
  const policies = { all: { packages: ["*"], versions: "0.y.z" } };
  const packages = { a: "0.3.0" };
  const changesets = { cat: { a: "major" } } as const;
  const releases = { a: "0.3.0 -> 1.0.0" };
  expect(edited({ packages, changesets, releases, policies })).toEqual([
    "replace .changeset/cat.md minor",
  ]);
  const written = { a: { from: "0.3.0", to: "1.0.0", written: true } };
  expect(edited({ packages: { a: "1.0.0" }, releases: written, policies })).toEqual([]);
});

test("removes skipped packages from a mixed changeset, but keeps a changeset of only skipped packages", () => {
  const policies = { all: { packages: ["ui"] } };
  const packages = { ui: "1.0.0", docs: { skipped: "ignored" } } as const;
  const both = { cat: { ui: "minor", docs: "patch" } } as const;
  expect(edited({ packages, changesets: both, policies })).toEqual(["remove .changeset/cat.md"]);
  expect(edited({ packages, changesets: { cat: { docs: "patch" } }, policies })).toEqual([]);
  const planner = { id: "pnpm", package: "planner", version: "1.0.0", from: "bundled" } as const;
  const underPnpm = { packages, changesets: both, policies, facts: { planner } };
  expect(edited(underPnpm)).toEqual([]);
});

test("writes another name only if git shows the rename, however close it is, and deletes removed packages", () => {
  const at = { path: ".changeset/cat.md", line: 2, column: 10 };
  const nameAt = { ...at, column: 1 };
  const scene = {
    packages: { "@acme/core": "1.0.0" },
    changesets: { cat: { bumps: [{ package: "@acme/cor", bump: "patch", at, nameAt }] } },
    policies: { all: { packages: ["*"] } },
    impossible: true,
  } as const;
  expect(edited(scene)).toEqual([]);
  const removed = ["@acme/cor"];
  expect(edited({ ...scene, facts: { changes: pendingChanges({ removed }) } })).toEqual([
    "delete .changeset/cat.md",
  ]);
  const distant = [{ package: "@acme/legacy", bump: "patch", at, nameAt }] as const;
  expect(edited({ ...scene, changesets: { cat: { bumps: distant } } })).toEqual([
    "remove .changeset/cat.md",
  ]);
  const changes = pendingChanges({ removed, renamed: { "@acme/cor": "@acme/core" } });
  expect(edited({ ...scene, facts: { changes } })).toEqual([
    "replace .changeset/cat.md @acme/core",
  ]);
  const listed = { package: "@acme/core", bump: "none", at: { ...at, line: 3 } } as const;
  const inLine = { package: "@acme/core", bump: "minor", at: { ...at, column: 40 } } as const;
  const flow = { cat: { bumps: [...scene.changesets.cat.bumps, inLine] } };
  expect(edited({ ...scene, changesets: flow, facts: { changes } })).toEqual([]);
  const both = { cat: { bumps: [...scene.changesets.cat.bumps, listed] } };
  expect(edited({ ...scene, changesets: both, facts: { changes } })).toEqual([
    "replace .changeset/cat.md patch",
    "remove .changeset/cat.md",
  ]);
});

test("raises an umbrella that is also a bundler once, to the bump of its members", () => {
  const scene = {
    packages: { acme: "9.0.0", auth: "1.2.0" },
    changesets: { cat: { auth: "minor" } },
    releases: { auth: "1.2.0 -> 1.3.0" },
  } as const;
  const couplings = [
    { bundler: "acme", bundles: ["auth"] },
    { umbrella: "acme", members: ["auth"] },
  ];
  const policies = (kinds: readonly object[]) => ({
    all: { packages: ["*"] },
    workspace: { couplings: kinds },
  });
  const bump = (text: string) => [expect.stringContaining(`"acme": ${text}`)];
  expect(edited({ ...scene, policies: policies(couplings) })).toEqual(bump("minor"));
  expect(edited({ ...scene, policies: policies(couplings.slice(0, 1)) })).toEqual(bump("patch"));
});

test("adds an umbrella to the changeset of its member or changes its line there, unless versions are written", () => {
  const at = { path: ".changeset/cat.md", line: 2, column: 9 };
  const auth = { package: "auth", bump: "minor", at, nameAt: { ...at, column: 1 } } as const;
  const acme = { package: "acme", bump: "none", at: { ...at, line: 3 } } as const;
  const policies = {
    all: { packages: ["*"] },
    workspace: { couplings: [{ umbrella: "acme", members: ["auth"] }] },
  };
  const scene = { packages: { acme: "9.0.0", auth: "1.2.0", lone: "1.0.0" }, policies };
  const releases = { auth: "1.2.0 -> 1.3.0" };
  const into = (bumps: readonly DeclaredBump[]) =>
    edited({ ...scene, changesets: { ant: { lone: "patch" }, cat: { bumps } }, releases });
  expect(into([auth])).toEqual(['insert .changeset/cat.md "acme": minor\n']);
  expect(into([auth, acme])).toEqual(["replace .changeset/cat.md minor"]);
  const written = { auth: { from: "1.2.0", to: "1.3.0", written: true } };
  const packages = { ...scene.packages, auth: "1.3.0" };
  expect(edited({ ...scene, packages, releases: written })).toEqual([]);
});

test("announces a lost release line of a peer, but not a higher minimum", () => {
  const range = (after: string) => ({
    packages: { ui: "2.0.0" },
    releases: {
      ui: {
        from: "2.0.0",
        to: "2.0.1",
        ranges: [{ on: "core", field: "peerDependencies", before: "^1.2.0", after }],
      },
    },
    policies: {
      all: { packages: ["*"], rules: { "peer-range": ["error", { floor: true }] } },
    },
  });
  expect(edited(range("^2.0.0") as never)).toEqual([
    expect.stringContaining("create .changeset/ui-major.md"),
  ]);
  const lib = { ...range("^2.0.0").releases.ui, ranges: [] as object[] };
  lib.ranges = [{ on: "react", field: "peerDependencies", before: "^1.2.0", after: "^2.0.0" }];
  const both = { ...range("^2.0.0"), packages: { lib: "2.0.0", ui: "2.0.0" } };
  expect(edited({ ...both, releases: { lib, ...both.releases } } as never)).toEqual([
    expect.stringMatching(/lib-major[^]* its peer react\.\n/),
    expect.stringMatching(/ui-major[^]* its peer core\.\n/),
  ]);
  expect(edited(range("^1.3.0") as never)).toEqual([]);
});

// Lone surrogates included. The unit "binary" makes a table of all characters, which takes a second and 150 MB.
const character = fc.nat({ max: 0x10_ff_ff }).map((point) => String.fromCodePoint(point));

test("builds file names from letters, digits and hyphens, and text for one package, whatever its name", () => {
  fc.assert(
    fc.property(fc.string({ unit: character }), fc.constantFrom("patch", "major"), (name, bump) => {
      expect(slug(name)).toMatch(/^[a-z0-9-]{1,80}$/);
      const [open, line, close] = changesetText(name, bump, "Text.").split("\n");
      expect([open, close]).toEqual(["---", "---"]);
      expect(line!.endsWith(`": ${bump}`)).toBe(true);
      expect(JSON.parse(line!.slice(0, line!.lastIndexOf(":")))).toBe(name);
    }),
  );
});

test("deletes several lines in one list, so that no line number shifts", () => {
  const at = (line: number) => ({ path: ".changeset/a.md", line, column: 1 });
  const edits = [2, 4].map((line): Edit => ({ kind: "remove", path: at(line).path, at: at(line) }));
  expect(plain(sayEdits(edits)!)).toBe(
    "delete the lines `.changeset/a.md:2` and `.changeset/a.md:4`",
  );
  expect(plain(sayEdits(edits.slice(1))!)).toBe("delete line `.changeset/a.md:4`");
});

test("says the first of several edits, and counts the others", () => {
  const edits = ["a", "b", "c"].map((name): Edit => ({ kind: "delete", path: `${name}.md` }));
  const said = [0, 1, 2, 3].map((number) => sayFirstEdit(edits.slice(0, number)));
  expect(said.map((one) => one && plain(one))).toEqual([
    undefined,
    undefined,
    "delete `a.md` and 1 more edit",
    "delete `a.md` and 2 more edits",
  ]);
});
