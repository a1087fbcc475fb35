import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { readPolicyFolder } from "../../src/policy/policy-files.ts";
import { folder } from "../kit/workspace.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  "AGENTS.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => join("docs", path)),
];

describe.each(PAGES)("%s", (page) => {
  const text = readFileSync(join(ROOT, page), "utf8");

  test("links to files and headings that exist", () => {
    const prose = text.replaceAll(/^(`{3,})[^]*?^\1$/gm, "");
    for (const [, target = ""] of prose.matchAll(/\]\((?!https?:)([^)\s]*)\)/g)) {
      const [path = "", anchor] = target.split("#");
      const file = path === "" ? join(ROOT, page) : join(ROOT, dirname(page), path);
      expect(existsSync(file), target).toBe(true);
      expect([...anchors(file), undefined], target).toContain(anchor);
    }
  });
});

/** The headings of a page as a forge links to them. */
const anchors = (file: string): string[] =>
  [...(file.endsWith(".md") ? readFileSync(file, "utf8") : "").matchAll(/^#+ (.*)$/gm)].map(
    ([, heading]) =>
      heading!
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} -]/gu, "")
        .replaceAll(" ", "-"),
  );

test("every policy file that the guide shows is one", async () => {
  const guide = readFileSync(join(ROOT, "docs/policy.md"), "utf8");
  const shown = [...guide.matchAll(/^```yaml\n# (policies\/\S+)\n([^]*?)^```$/gm)];
  expect(shown.map(([, path]) => path)).toEqual([
    "policies/integrations.yaml",
    "policies/workspace.yaml",
    "policies/deprecations.yaml",
    "policies/waivers.yaml",
  ]);
  const { path } = await folder({
    "policies/core.yaml": 'packages: ["@acme/core"]\n',
    ...Object.fromEntries(shown.map(([, file, yaml]) => [file!, yaml!])),
  });
  expect(readPolicyFolder(path)?.tracks.map(({ name }) => name)).toEqual(["core", "integrations"]);
});
