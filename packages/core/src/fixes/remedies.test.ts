import { expect, test } from "vitest";
import type { Cause, Dependency, Facts } from "../facts/facts.ts";
import type { Edit } from "../judge/edit.ts";
import { judge } from "../judge/judge.ts";
import { remediesOf } from "../judge/rule.ts";
import { viewOf } from "../judge/view.ts";
import { readPolicy } from "../policy/reading/read-policy.ts";
import { rules } from "../rules/index.ts";
import { policyFile } from "../testing/policy-file.ts";
import type { Scene } from "../testing/scene.ts";
import { sceneFacts } from "../testing/scene-facts.ts";

const shown = (edit: Edit): string => {
  if (edit.kind === "set") return `${edit.path} ${edit.keys.at(-1)}: ${JSON.stringify(edit.value)}`;
  return `${edit.kind} ${edit.path}${"text" in edit ? ` ${edit.text}` : ""}`;
};

/** What may answer the findings about ui, the first choice first. */
function remediesFor(scene: Scene, rule = "received-bump"): string[] {
  const files = Object.entries(scene.policies!).map(([name, data]) => policyFile(name, data));
  const { policy } = readPolicy(files, rules);
  const facts = sceneFacts(scene);
  const only = rules.filter(({ id }) => id === rule);
  return judge(facts, policy!, only)
    .findings.filter((finding) => finding.package === "ui")
    .flatMap((finding) => remediesOf(finding, viewOf(facts, policy!), rules))
    .map((edits) => edits.map(shown).join(" + "));
}

type DependencyCause = Extract<Cause, { kind: "dependency" }>;

/** ui depends on core, whose major or `to` is too much for it. */
function dependent(
  { to = "2.0.0", ...edge }: Partial<Dependency> & { readonly to?: string } = {},
  cause: Partial<DependencyCause> = {},
  facts: Partial<Facts> = {},
): string[] {
  const { field = "dependencies", spec = "^1.0.0" } = edge;
  const dependency = { name: "core", field, spec, range: "^1.0.0", ...edge } as Dependency;
  return remediesFor({
    packages: { core: "1.0.0", ui: { version: "1.0.0", dependencies: [dependency] } },
    changesets: { cat: { core: "major" } },
    releases: {
      core: { to, bump: "major" },
      ui: {
        causes: [
          {
            kind: "dependency",
            on: "core",
            field,
            range: "^1.0.0",
            bump: "patch",
            left: true,
            ...cause,
          },
        ],
      },
    },
    policies: {
      rest: { packages: ["core"] },
      all: { packages: ["ui"], bumps: { received: ["none"] } },
    },
    facts,
  });
}

const LINES = ["replace .changeset/cat.md minor", "replace .changeset/cat.md patch"];
const manifest = (range: string, field = "core"): string =>
  `packages/ui/package.json ${field}: "${range}"`;

test.each([
  ["^1.0.0", [...LINES, manifest("^1.0.0 || ^2.0.0")]],
  ["workspace:^1.0.0", [...LINES, manifest("workspace:^1.0.0 || ^2.0.0")]],
  ["workspace:^", [...LINES, manifest("workspace:^1.0.0 || ^2.0.0")]],
  ["workspace:*", [manifest("workspace:^"), ...LINES]],
  ["latest", LINES],
])(
  "of a dependency with %s, suggests a looser range, smaller bumps and a wider range",
  (spec, expected) => {
    expect(dependent({ spec })).toEqual(expected);
  },
);

test("leaves the range alone where that would not help", () => {
  expect(dependent({}, { left: false })).toEqual(LINES);
  expect(dependent({ alias: "other" })).toEqual(LINES);
  expect(dependent({ to: "2.0.0-beta.0" })).toEqual(LINES);
});

const planner = {
  id: "changesets@2",
  package: "planner",
  version: "1.0.0",
  from: "bundled",
} as const;
const peer = { field: "peerDependencies" } as const;
const OPTION = ".changeset/config.json onlyUpdatePeerDependentsWhenOutOfRange: true";

test("suggests the option for peers under Changesets 2, alone or with a wider range", () => {
  const major = { bump: "major", field: "peerDependencies" } as const;
  const wider = `${OPTION} + ${manifest("^1.0.0 || ^2.0.0")}`;
  expect(dependent(peer, { ...major, left: false }, { planner })).toEqual([OPTION, ...LINES]);
  expect(dependent(peer, major, { planner })).toEqual([...LINES, wider]);
  const outOfRange = { planner: { ...planner, peersOnlyOutOfRange: true } };
  expect(dependent(peer, major, outOfRange)).toEqual([...LINES, manifest("^1.0.0 || ^2.0.0")]);
  expect(dependent(peer, { ...major, left: false }, outOfRange)).toEqual(LINES);
  expect(dependent(peer, { ...major, left: false })).toEqual(LINES);
  const plain = manifest("^1.0.0 || ^2.0.0");
  expect(dependent(peer, major)).toEqual([...LINES, plain]);
  expect(dependent({}, {}, { planner })).toEqual([...LINES, plain]);
  expect(dependent(peer, { bump: "patch", left: false }, { planner })).toEqual(LINES);
});

const at = { path: ".changeset/config.json", line: 1, column: 1 };

/** ui takes the major of core, with which it is in a group. */
const grouped = (tracks: object, facts: Partial<Facts> = {}): string[] =>
  remediesFor({
    packages: { core: "1.0.0", ui: "1.0.0", other: "1.0.0" },
    changesets: { cat: { core: "major" } },
    releases: {
      core: "1.0.0 -> 2.0.0",
      ui: {
        causes: [
          {
            kind: "group",
            group: "fixed",
            from: "core",
            highest: "core",
            version: "1.0.0",
            bump: "major",
          },
        ],
      },
    },
    policies: { all: { packages: ["ui"], bumps: { received: ["none"] } }, ...tracks },
    facts: {
      groups: [
        { kind: "fixed", members: ["core", "ui", "other"], at },
        { kind: "linked", members: ["core", "ui"], at },
      ],
      ...facts,
    },
  });

test("takes a package out of a group, first where its members are on several tracks", () => {
  const left = '.changeset/config.json fixed: [["core","other"]]';
  expect(grouped({ rest: { packages: ["core", "other"] } })).toEqual([left, ...LINES]);
  expect(grouped({ all: { packages: ["*"], bumps: { received: ["none"] } } })).toEqual([
    ...LINES,
    left,
  ]);
  const pnpm = { planner: { ...planner, id: "pnpm" as const } };
  expect(grouped({ rest: { packages: ["core", "other"] } }, pnpm)[0]).toBe(
    'pnpm-workspace.yaml fixed: [["core","other"]]',
  );
  const two = { groups: [{ kind: "fixed" as const, members: ["core", "ui"], at }] };
  expect(grouped({ rest: { packages: ["core", "other"] } }, two)[0]).toBe(
    ".changeset/config.json fixed: []",
  );
});

test("lowers only the lines that give the group its bump, to bumps that the track of their package allows", () => {
  const scene = (declared: readonly string[], needs: "minor" | "major"): Scene => ({
    packages: { core: "1.0.0", ui: "1.0.0" },
    changesets: { cat: { core: "major" }, dog: { core: "minor" }, emu: { core: "patch" } },
    releases: {
      core: "1.0.0 -> 2.0.0",
      ui: {
        causes: [
          {
            kind: "dependency",
            on: "core",
            field: "dependencies",
            range: "^1.0.0",
            bump: "patch",
            needs,
          },
        ],
      },
    },
    policies: {
      rest: { packages: ["core"], bumps: { declared } },
      all: { packages: ["ui"], bumps: { received: ["none"] } },
    },
  });
  const all = ["patch", "minor", "major"];
  expect(remediesFor(scene(all, "major"))).toEqual(LINES);
  expect(remediesFor(scene(["patch", "major"], "minor"))).toEqual([
    "replace .changeset/cat.md patch + replace .changeset/dog.md patch",
  ]);
  expect(remediesFor(scene(all, "minor"))).toEqual([
    "replace .changeset/cat.md minor",
    "replace .changeset/cat.md patch + replace .changeset/dog.md patch",
  ]);
});

test("raises a package onto its track in its own line, else in a new changeset, but never a new package", () => {
  const raised = (scene: Scene) =>
    remediesFor(
      { ...scene, policies: { all: { packages: ["*"], versions: "1.x" } } },
      "version-inside-track",
    );
  const releases = { ui: "0.3.0 -> 0.3.1" };
  const packages = { core: "1.0.0", ui: "0.3.0" };
  const lines = { ant: { ui: "none" }, cat: { ui: "patch" } } as const;
  expect(raised({ packages, changesets: lines, releases })).toEqual([
    "replace .changeset/cat.md major",
  ]);
  const cause = {
    kind: "dependency",
    on: "core",
    field: "dependencies",
    range: "^1.0.0",
    bump: "patch",
  } as const;
  const followed = { ui: { causes: [cause] } };
  expect(raised({ packages, changesets: { cat: { core: "minor" } }, releases: followed })).toEqual([
    expect.stringMatching(/^create \.changeset\/ui-major\.md ---\n"ui": major\n---\n/),
    "replace .changeset/cat.md patch",
  ]);
  const isNew = { core: "1.0.0", ui: { version: "0.3.0", isNew: true } };
  expect(raised({ packages: isNew, changesets: lines, releases })).toEqual([]);
});
