import { mkdirSync, realpathSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { plain, rules } from "@release-policy/core";
import fc from "fast-check";
import { fixtureOf } from "../kit/fixture.ts";
import { expect, test } from "vitest";
import { CannotJudge, version } from "../../src/index.ts";
import { bytesOf } from "../kit/file-bytes.ts";
import { CLI_PACKAGES } from "../kit/installed.ts";
import { filesOf, workspaces } from "../oracle/generate.ts";
import { runs } from "../kit/sampling.ts";

const require = createRequire(import.meta.url);

/** Allows every version, so that what is left to fail is the proof. */
const OFF = rules.flatMap(({ id, family }) => (family === "versions" ? [`${id}: off`] : []));
const POLICY = {
  "policies/all.yaml": 'packages: ["*"]\n',
  "policies/workspace.yaml": `rules: { ${OFF.join(", ")} }\n`,
};

test.for([2, 3] as const)(
  "Changesets %d writes what was checked, or nothing is changed, in any workspace",
  { timeout: 240_000 },
  async (major) => {
    await fc.assert(
      fc.asyncProperty(workspaces, async (generated) => {
        const fixture = await fixtureOf({ ...filesOf(generated, major), ...POLICY });
        try {
          const cli = realpathSync(dirname(require.resolve(`${CLI_PACKAGES[major]}/package.json`)));
          mkdirSync(join(fixture.path, "node_modules/@changesets"), { recursive: true });
          symlinkSync(cli, join(fixture.path, "node_modules/@changesets/cli"));
          const before = bytesOf(fixture.path);
          const result = await version({ cwd: fixture.path }).catch((error: unknown) => {
            if (error instanceof CannotJudge) return undefined;
            throw error;
          });
          expect(result?.differences.map(plain) ?? []).toEqual([]);
          expect(result?.failure && plain(result.failure)).toBeUndefined();
          const after = bytesOf(fixture.path);
          expect(result?.outcome === "done" ? before : after).toEqual(before);
        } finally {
          await fixture.rm();
        }
      }),
      { numRuns: Number(process.env["RUNS"] ?? runs(8)), seed: 20261122 },
    );
  },
);
