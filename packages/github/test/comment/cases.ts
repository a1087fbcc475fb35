import type { CommentCase } from "./case.ts";

const POLICIES = {
  core: {
    packages: ["@acme/core", "@acme/auth"],
    versions: "1.x",
    bumps: { declared: ["patch", "minor"], received: ["patch", "minor"] },
  },
  integrations: {
    packages: ["@acme/*", "!@acme/core", "!@acme/auth"],
    versions: "0.y.z",
    breaking: "minor",
    bumps: { declared: ["patch", "minor"], received: ["patch"] },
  },
};

const PACKAGES = {
  "@acme/core": "1.4.0",
  "@acme/auth": { version: "1.9.0", dependencies: { "@acme/core": "workspace:^" } },
  "@acme/react": { version: "0.7.2", peerDependencies: { "@acme/core": "workspace:^" } },
  "@acme/vue": { version: "0.3.0", dependencies: { "@acme/core": "workspace:^" } },
};

const CORE_RELEASED = { ...PACKAGES, "@acme/core": "1.4.1" };

const BASE = { packages: PACKAGES, policies: POLICIES };

const APPROVING = {
  ...BASE,
  policies: {
    ...POLICIES,
    workspace: {
      approvals: { rules: ["declared-bump", "version-inside-track"], permission: "maintain" },
    },
  },
};

const many = (number: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: number }, (_, i) => [`@acme/p${String(i + 1).padStart(3, "0")}`, "0.3.0"]),
  );

const bumped = (
  names: readonly string[],
  bump: "patch" | "minor" | "major",
): Record<string, typeof bump> => Object.fromEntries(names.map((name) => [name, bump]));

export const CASES: readonly CommentCase[] = [
  {
    title: "Not allowed",
    about:
      "What is wrong, how to fix it, the policy line, and the cause. One click opens the editor; the line to type can be copied.",
    base: BASE,
    head: {
      changesets: {
        "bold-cats": { "@acme/core": "major", "@acme/vue": "minor" },
        "at-last": { "@acme/react": "major" },
      },
    },
  },
  {
    title: "All allowed",
    about: "The plan is folded.",
    base: BASE,
    head: { changesets: { "calm-cats": { "@acme/core": "minor", "@acme/react": "patch" } } },
  },
  {
    title: "Because of another",
    about: "A package that is released because of a dependency or a group says so.",
    base: {
      ...BASE,
      packages: { ...PACKAGES, "@acme/cli": "0.4.0", "@acme/create": "0.4.0" },
      config: { fixed: [["@acme/cli", "@acme/create"]] },
    },
    head: {
      changesets: {
        together: { "@acme/cli": "patch", "@acme/core": "minor" },
        again: { "@acme/auth": "patch" },
      },
    },
  },
  {
    title: "No changeset, one package",
    about:
      "Only bumps that the track allows are offered. Each link opens the editor with the complete file.",
    base: { ...BASE, files: { "packages/react/index.js": "1" } },
    head: { files: { "packages/react/index.js": "2" } },
  },
  {
    title: "No changeset, several packages",
    about: "One changeset for all of them, or one for each; no two links create the same file.",
    base: {
      ...BASE,
      files: {
        "packages/react/index.js": "1",
        "packages/vue/index.js": "1",
        "packages/core/index.js": "1",
      },
      policies: { ...POLICIES, workspace: { rules: { "changeset-missing": "error" } } },
    },
    head: {
      files: {
        "packages/react/index.js": "2",
        "packages/vue/index.js": "2",
        "packages/core/index.js": "2",
      },
    },
  },
  {
    title: "A warning",
    about: "Recommendations of a policy are warnings: nothing is blocked.",
    base: {
      ...BASE,
      packages: {
        ...PACKAGES,
        "@acme/vue": { version: "0.3.0", dependencies: { "@acme/core": "workspace:*" } },
        "@acme/svelte": { version: "0.1.4", dependencies: { "@acme/core": "workspace:*" } },
      },
      policies: {
        ...POLICIES,
        integrations: {
          ...POLICIES.integrations,
          rules: { "received-bump": "warn" },
          bumps: { declared: ["patch", "minor"], received: [] },
        },
      },
    },
    head: { changesets: { "calm-cats": { "@acme/core": "minor" } } },
  },
  {
    title: "Waived",
    about: "A waived finding shows who allowed it, why and until when.",
    base: {
      ...BASE,
      policies: {
        ...POLICIES,
        waivers: {
          waivers: [
            {
              rule: "declared-bump",
              package: "@acme/core",
              version: "2.0.0",
              reason: "the release that was announced for June",
              owner: "ann",
              until: "2026-07-01",
            },
            {
              rule: "version-inside-track",
              package: "@acme/core",
              version: "2.0.0",
              reason: "the release that was announced for June",
              owner: "ann",
              until: "2026-07-01",
            },
          ],
        },
      },
    },
    head: { changesets: { "at-last": { "@acme/core": "major" } } },
  },
  {
    title: "May be approved",
    about:
      "If the policy allows approvals, the comment says who can approve, and the line to write.",
    base: APPROVING,
    head: { changesets: { "at-last": { "@acme/auth": "major" } } },
  },
  {
    title: "Approved",
    about: "Who has approved what, and when.",
    base: APPROVING,
    head: { changesets: { "at-last": { "@acme/auth": "major" } } },
    approvals: [
      {
        package: "@acme/auth",
        version: "2.0.0",
        by: "ann",
        at: "2026-06-15T09:30:00Z",
        via: "comment",
      },
    ],
  },
  {
    title: "Pending on the base",
    about: "Findings that the base already has are folded, and do not count against this change.",
    base: { ...BASE, changesets: { older: { "@acme/auth": "major" } } },
    head: {
      changesets: { older: { "@acme/auth": "major" }, "calm-cats": { "@acme/vue": "patch" } },
    },
  },
  {
    title: "The policy changes",
    about:
      "The policy of the base applies, so a change cannot allow itself. The comment also says what the new policy would find.",
    base: BASE,
    head: {
      changesets: { "bold-cats": { "@acme/core": "major" } },
      policies: {
        ...POLICIES,
        core: { packages: ["@acme/core", "@acme/auth"], versions: ">=1.0.0" },
      },
    },
  },
  {
    title: "A policy that would have blocked past releases",
    about:
      "The newest releases are judged by the new policy too, and those that it blocks or no longer blocks are listed.",
    past: {
      "2026-04-21": { changesets: { "no-leak": { "@acme/core": "patch" } } },
      "2026-04-22": { packages: CORE_RELEASED },
      "2026-06-11": { packages: CORE_RELEASED, changesets: { slots: { "@acme/vue": "minor" } } },
    },
    base: {
      packages: {
        ...CORE_RELEASED,
        "@acme/vue": { version: "0.4.0", dependencies: { "@acme/core": "workspace:^" } },
      },
      policies: POLICIES,
    },
    head: {
      policies: {
        ...POLICIES,
        workspace: { freezes: [{ from: "2026-06-12", to: "2026-06-19", reason: "conference" }] },
      },
    },
  },
  {
    title: "With the changelogs",
    about:
      "The comment also shows what the release will write into each `CHANGELOG.md`. `changelogs: never` leaves it out.",
    base: BASE,
    head: {
      changesets: {
        "bold-cats":
          '---\n"@acme/core": minor\n---\n\n`load` reads `pnpm-workspace.yaml` itself.\n',
      },
    },
    changelogs: true,
  },
  {
    title: "A version pull request",
    about: "The versions between base and head are checked, and everything counts.",
    base: {
      ...BASE,
      changesets: { "bold-cats": { "@acme/react": "minor", "@acme/vue": "major" } },
    },
    head: {
      changesets: {},
      packages: {
        ...PACKAGES,
        "@acme/react": { version: "0.8.0", peerDependencies: { "@acme/core": "workspace:^" } },
        "@acme/vue": { version: "1.0.0", dependencies: { "@acme/core": "workspace:^" } },
      },
    },
  },
  {
    title: "Many findings",
    about:
      "With more than four errors, each cause gets a short fix. The whole fixes with their alternatives, the policy lines and the causes are folded, and so are waived findings.",
    base: {
      planner: "changesets@2",
      packages: {
        ...PACKAGES,
        ...Object.fromEntries(
          ["svelte", "solid", "angular", "preact"].map((name, i) => [
            `@acme/${name}`,
            { version: `0.${i + 1}.0`, peerDependencies: { "@acme/core": "workspace:^" } },
          ]),
        ),
        "@acme/cli": "0.4.0",
      },
      policies: {
        ...POLICIES,
        waivers: {
          waivers: [
            {
              rule: "accidental-graduation",
              package: "@acme/cli",
              version: "1.0.0",
              reason: "announced for June",
              owner: "ann",
              until: "2026-07-01",
            },
          ],
        },
      },
    },
    head: {
      changesets: {
        "bold-cats": { "@acme/core": "major" },
        "at-last": { "@acme/react": "major" },
        "new-dogs": { "@acme/vue": "major" },
        "nice-pets": { "@acme/cli": "major" },
        "old-name": { "@acme/legacy": "patch" },
        "shy-mice": '---\n"@acme/auth": patch\n---\n',
      },
    },
  },
  {
    title: "Many packages",
    about: "The tracks are counted first. What does not fit is counted too.",
    base: { packages: { ...PACKAGES, ...many(120) }, policies: POLICIES },
    head: {
      changesets: {
        everything: { ...bumped(Object.keys(many(119)), "minor"), "@acme/p120": "major" },
      },
    },
  },
  {
    title: "No verdict",
    about: "An invalid policy replaces an older verdict.",
    base: {
      ...BASE,
      policies: { ...POLICIES, core: { package: ["@acme/core"], versions: "1.x" } },
    },
    head: { changesets: { "calm-cats": { "@acme/core": "minor" } } },
  },
];
