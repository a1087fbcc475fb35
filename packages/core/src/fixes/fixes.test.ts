import fc from "fast-check";
import { expect, test } from "vitest";
import { changesetText, slug } from "../judge/edit.ts";
import { judge } from "../judge/judge.ts";
import { fixOf } from "../judge/rule.ts";
import { viewOf } from "../judge/view.ts";
import { readPolicy } from "../policy/read.ts";
import { rules } from "../rules/index.ts";
import type { Scene } from "../testing/scene.ts";
import { policyFile } from "../testing/policy-file.ts";
import { sceneFacts } from "../testing/scene-facts.ts";

/** Path and text of every edit that a scene gets. */
function edited(scene: Scene & { readonly policies: Record<string, unknown> }): string[] {
  const files = Object.entries(scene.policies).map(([name, data]) => policyFile(name, data));
  const policy = readPolicy(files, rules).policy!;
  const facts = sceneFacts(scene);
  const view = viewOf(facts, policy);
  return judge(facts, policy, rules)
    .findings.flatMap((finding) => fixOf(finding, view, rules) ?? [])
    .flatMap(({ edits }) => edits)
    .map((edit) => `${edit.kind} ${edit.path}${"text" in edit ? ` ${edit.text}` : ""}`);
}

const ON_BRANCH = (declared: readonly string[]) => ({
  all: { packages: ["*"], bumps: { declared: ["patch", "minor"] } },
  workspace: { branches: { "maint/*": { bumps: { declared } } } },
});

test("writes what track and branch both take, for each of their findings", () => {
  const scene = {
    packages: { a: "1.0.0" },
    changesets: { cat: { a: "major" } },
    facts: { branch: "maint/1" },
  } as const;
  const patch = ["replace .changeset/cat.md patch", "replace .changeset/cat.md patch"];
  expect(edited({ ...scene, policies: ON_BRANCH(["patch"]) })).toEqual(patch);
});

test("writes what the branch takes where it has nothing in common with the track", () => {
  const scene = {
    packages: { a: "1.0.0" },
    changesets: { cat: { a: "minor" } },
    facts: { branch: "maint/1" },
  } as const;
  expect(edited({ ...scene, policies: ON_BRANCH(["major"]) })).toEqual([
    "replace .changeset/cat.md major",
  ]);
});

test("leaves an accident alone that comes from elsewhere, or is written already", () => {
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

test("names files of letters, digits and hyphens, and text of one package, whatever it is called", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.constantFrom("patch", "major"), (name, bump) => {
      expect(slug(name)).toMatch(/^[a-z0-9-]{1,80}$/);
      const [open, line, close] = changesetText(name, bump, "Text.").split("\n");
      expect([open, close]).toEqual(["---", "---"]);
      expect(line!.endsWith(`": ${bump}`)).toBe(true);
      expect(JSON.parse(line!.slice(0, line!.lastIndexOf(":")))).toBe(name);
    }),
  );
});
