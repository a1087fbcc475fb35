import { writeTable } from "../../fixes/fixes.ts";
import * as s from "../../policy/schema/definition.ts";
import { differencesOf, maturityOf, tableIn } from "../../docs/maturity.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { strict } from "../../policy/schema/words.ts";
import { firstOf, say } from "../../sentence.ts";

interface StatusTableProblem extends Problem {
  readonly page: string;
  readonly is: "no page" | "no table" | "stale";
  /** Packages of which it says something else. */
  readonly packages: readonly string[];
}

interface Options {
  readonly versions: boolean;
}

const PAGE = {
  policies: {
    core: { packages: ["@acme/*"], versions: "1.x" },
    workspace: { docs: { table: "README.md" } },
  },
};

export const statusTable = defineRule<StatusTableProblem, Options>({
  id: "status-table",
  family: "docs",
  summary: "The maturity table in the page that `docs.table` names must match the policy.",
  why: "A maturity table that is edited by hand drifts away from the policy. A table that one command writes and one rule checks stays correct.",
  level: "error",
  looksAt: ["table"],
  needs: ({ docs }) => (docs.table !== undefined ? ["table"] : []),
  workspaceOnly: true,
  options: () =>
    strict({
      versions: s.withDefault(
        s
          .boolean({ error: "write true or false" })
          .check(
            s.description(
              "Whether versions in the table are compared as well: for a release command that ends with `release-policy tracks --write`.",
            ),
          ),
        false,
      ),
    }),
  aboutToday: true,
  beyondPlan: true,
  fix: { step: "document", edits: writeTable },
  examples: {
    reject: [
      {
        title: "A package changed its track, but the table was not updated",
        packages: { "@acme/core": "1.2.0" },
        ...PAGE,
        files: {
          "README.md":
            "# Acme\n\n<!-- release-policy:tracks -->\n\n| Package | Version | Track | What it may do |\n| --- | --- | --- | --- |\n| `@acme/core` | `0.9.0` | `beta` | 0.y.z; patch or minor; breaking changes with a minor |\n\n<!-- /release-policy:tracks -->\n",
        },
      },
    ],
    accept: [
      {
        title: "The table matches the policy",
        packages: { "@acme/core": "1.2.0" },
        ...PAGE,
        files: {
          "README.md":
            "# Acme\n\n<!-- release-policy:tracks -->\n\n| Package | Version | Track | What it may do |\n| --- | --- | --- | --- |\n| `@acme/core` | `1.2.0` | `core` | 1.x; patch, minor or major; breaking changes with a major |\n\n<!-- /release-policy:tracks -->\n",
        },
      },
    ],
  },

  check: (view, options) => {
    const page = view.policy.docs.table;
    if (page === undefined || !view.documents) return [];
    const found = view.documents.find(({ path }) => path === page);
    const table = found && tableIn(found.text);
    const at = { path: page, line: table?.line ?? 1, column: 1 };
    if (!table) return [{ page, at, is: found ? "no table" : "no page", packages: [] }];
    // A policy change includes the table of its own policy.
    const rows = view.changes?.maturity ?? maturityOf(view.packages, view.policy);
    const packages = differencesOf(rows, table, options().versions);
    return packages.length > 0 ? [{ page, at, is: "stale", packages }] : [];
  },

  message: ({ page, is, packages }) => {
    if (is === "no page") return say`cannot read ${page}, the page with the maturity table`;
    if (is === "no table") return say`${page} has no maturity table`;
    const named = packages.map((name) => say`${name}`);
    return say`the maturity table in ${page} does not match the policy for ${firstOf(named, 5)}`;
  },
  help: () => say`run ${"release-policy tracks --write"}`,
});
