import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { check, fix } from "../../src/index.ts";
import { commitAll, gitIn } from "../kit/run-example.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

const manifest = (name: string, version = "1.0.0"): string => JSON.stringify({ name, version });
const LICENSE = "Permission is granted to everybody.\n".repeat(30);
const code = (name: string): string => `export const ${name} = "${name}";\n`.repeat(20);

/** A package of each fate, with a changeset each, and what git knows about it. */
test("the history decides whether an unknown name is deleted, renamed or left to a person", async () => {
  const names = ["dropped", "reused", "moved", "edited", "uncommitted"];
  const fixture = await workspace({
    packages: Object.fromEntries(["core", ...names].map((name) => [`@acme/${name}`, "1.0.0"])),
    policies: { all: { packages: ["*"] } },
    files: Object.fromEntries(
      names.flatMap((name) => [
        [`packages/${name}/LICENSE`, LICENSE],
        [`packages/${name}/index.js`, code(name)],
      ]),
    ),
  });
  const root = fixture.path;
  const put = (path: string, text: string): void => {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  repository(fixture);
  gitIn(root, "mv", "packages/moved", "packages/arrived");
  put("packages/arrived/package.json", manifest("@acme/arrived"));
  put("packages/edited/package.json", manifest("@acme/corrected"));
  for (const name of ["dropped", "reused"]) gitIn(root, "rm", "-qr", `packages/${name}`);
  // A package that comes in the same change and resembles what goes is not its new name.
  put("packages/fresh/package.json", manifest("@acme/fresh", "0.1.0"));
  put("packages/fresh/LICENSE", LICENSE);
  put("tools/unlisted/package.json", manifest("@acme/unlisted"));
  commitAll(root, "changed");
  put("packages/reused/package.json", manifest("@acme/stranger"));
  const unknown = [...names, "tagged", "unlisted", "corr"];
  for (const name of unknown)
    put(`.changeset/${name}.md`, changeset({ [`@acme/${name}`]: "patch" }));
  commitAll(root, "more");
  gitIn(root, "tag", "@acme/tagged@1.0.0");
  rmSync(join(root, "packages/uncommitted"), { recursive: true });

  const result = async (options: Parameters<typeof check>[0]) => {
    const { findings } = await check({ cwd: root, ...options });
    const fixes = findings.map(({ at, help }) => [
      at.path.replace(/^.*\/|\.md$/g, ""),
      plain(help).split("; ")[0]!.replaceAll("`", "").replaceAll(".changeset/", ""),
    ]);
    return Object.fromEntries(fixes);
  };
  const expected = {
    dropped: "delete dropped.md",
    reused: "delete reused.md",
    moved: "write @acme/arrived instead of @acme/moved in moved.md:2",
    edited: "write @acme/corrected instead of @acme/edited in edited.md:2",
    uncommitted: "delete uncommitted.md",
    tagged: "delete tagged.md",
    unlisted: "delete line unlisted.md:2",
    corr: 'write "@acme/core" in corr.md:2',
  };
  expect(await result({})).toEqual(expected);
  const { uncommitted: _, ...committed } = expected;
  expect(await result({ ref: "HEAD" })).toEqual(committed);

  const { changes } = await fix({ cwd: root, dryRun: true });
  expect(Object.fromEntries(changes.map(({ path, after }) => [path.slice(11, -3), after]))).toEqual(
    {
      dropped: undefined,
      reused: undefined,
      uncommitted: undefined,
      tagged: undefined,
      moved: changeset({ "@acme/arrived": "patch" }),
      edited: changeset({ "@acme/corrected": "patch" }),
      unlisted: "---\n---\n\nSay what changed.\n",
    },
  );
});
