import { expect, test } from "vitest";
import { check } from "../../src/index.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

const CHANGELOG = `# @acme/core

## 1.4.0

### Minor Changes

- abc1234: Open files faster.

## 1.3.0

### Deprecations

- \`openSync\` warns: use \`open\`.
`;

/** What check says of a release that removes an API, with a changelog beside it. */
async function messages(removes: string, text = CHANGELOG, ref?: string) {
  const fixture = await workspace({
    packages: { "@acme/core": "1.4.0" },
    policies: {
      core: { packages: ["@acme/core"], require: { removal: {} } },
    },
    files: {
      ".changeset/one.md": changeset({ "@acme/core": "major" }, `Less.\n\nRemoves: ${removes}`),
      "packages/core/CHANGELOG.md": text,
    },
  });
  repository(fixture);
  const { findings } = await check({ cwd: fixture.path, ...(ref === undefined ? {} : { ref }) });
  return findings.map(({ rule }) => rule);
}

test.each([[undefined], ["HEAD"]])(
  "an API deprecated in the changelog of an earlier version may be removed (commit: %s)",
  async (ref) => {
    expect(await messages("openSync", CHANGELOG, ref)).toEqual([]);
    expect(await messages("readSync", CHANGELOG, ref)).toEqual(["removal"]);
  },
);

test("a changelog that mentions an API in another section deprecates nothing", async () => {
  const text = CHANGELOG.replace("### Deprecations", "### Minor Changes");
  expect(await messages("openSync", text)).toEqual(["removal"]);
});
