import type { Story } from "./story.ts";

const changeset = (name: string, bump: string, text: string): string =>
  `---\n"${name}": ${bump}\n---\n\n${text}\n`;

/** A short guide for each job. */
export const GUIDES: readonly Story[] = [
  {
    title: "A maintenance branch",
    workspace: {
      packages: { "@acme/core": "1.4.2" },
      policies: {
        core: { packages: ["@acme/core"], versions: ">=1.0.0" },
        workspace: {
          branches: { "maint/1.x": { bumps: { declared: ["patch"] }, versions: "1.x" } },
        },
      },
    },
    steps: [
      {
        says: 'The line 1.x is kept on the branch `maint/1.x`, and gets patches. `branches` in workspace.yaml says so:\n\n```yaml\n# policies/workspace.yaml\nbranches:\n  maint/1.x: { bumps: { declared: [patch] }, versions: "1.x" }\n```\n\nA feature that somebody brings back to it is refused there, and nowhere else:',
        files: { ".changeset/streams.md": changeset("@acme/core", "minor", "Read streams.") },
        run: [1, "check", "--branch", "maint/1.x"],
      },
      { says: "On `main` the same changeset is fine:", run: [0, "check", "--branch", "main"] },
      {
        says: "In a pipeline the branch is known: `check` asks the forge, then git. Only a detached HEAD has to be told, with `--branch`.",
      },
    ],
  },
  {
    title: "Pre mode",
    workspace: {
      packages: { "@acme/core": "1.4.0" },
      policies: {
        core: {
          packages: ["@acme/core"],
          bumps: { declared: ["patch", "minor"], inPreMode: ["patch", "minor", "major"] },
        },
      },
    },
    steps: [
      {
        says: 'The next major is prepared in pre mode, and only there. The track takes no major, and `inPreMode` takes one:\n\n```yaml\n# policies/core.yaml\npackages: ["@acme/core"]\nbumps:\n  declared: [patch, minor]\n  inPreMode: [patch, minor, major]\n```',
        files: {
          ".changeset/new-names.md": changeset("@acme/core", "major", "All names are short now."),
        },
        run: [1, "check"],
      },
      { says: "In pre mode it is a beta:", changesets: ["pre", "enter", "beta"] },
      { says: "", run: [0, "check"] },
      { says: "", versions: true },
      {
        says: "Leaving pre mode is the step to 2.0.0. Nobody declares anything for it, and `check` shows what it gives before it is given:",
        changesets: ["pre", "exit"],
      },
      { says: "", run: [0, "check"] },
      { says: "", versions: true },
    ],
  },
  {
    title: "A sandbox that only ships prereleases",
    workspace: {
      planner: "pnpm",
      packages: { "@acme/core": "1.4.0", "@acme/lab": "0.1.0-alpha.3" },
      workspace: { versioning: { lanes: {} } },
      policies: {
        core: { packages: ["@acme/core"], versions: ">=1.0.0" },
        sandbox: {
          packages: ["@acme/lab"],
          versions: "0.y.z",
          prerelease: { required: ["alpha", "beta"] },
        },
      },
    },
    steps: [
      {
        says: "Every planner turns 0.1.0-alpha.3 and a patch into 0.1.0. A track with `prerelease: { required: [alpha, beta] }` sees it before:",
        files: { ".changeset/try.md": changeset("@acme/lab", "patch", "Try another cache.") },
        run: [1, "check"],
      },
      {
        says: "Under pnpm a lane keeps one package on its prereleases. Pre mode of Changesets is for the whole workspace: a sandbox beside stable packages wants a branch of its own there.",
        files: {
          "pnpm-workspace.yaml":
            'packages: ["packages/*"]\nversioning:\n  lanes:\n    "@acme/lab": alpha\n',
        },
        run: [0, "check"],
      },
    ],
  },
  {
    title: "From Changesets 2 to 3",
    workspace: {
      planner: "changesets@2",
      packages: {
        "@acme/core": "1.4.0",
        "@acme/plugin": { version: "0.3.0", peerDependencies: { "@acme/core": "workspace:^" } },
      },
      policies: {
        core: { packages: ["@acme/core"], versions: ">=1.0.0" },
        integrations: { packages: ["@acme/plugin"], extends: "stay-0x" },
      },
    },
    steps: [
      {
        says: "The two majors plan differently, above all for peers. Under Changesets 2 a minor of the core makes every plugin a major:",
        files: { ".changeset/streams.md": changeset("@acme/core", "minor", "Read streams.") },
        run: [1, "check"],
      },
      {
        says: "`--planner` shows what the other major would do, before anything is moved:",
        run: [0, "check", "--planner", "changesets@3"],
      },
      {
        says: "What the move brings instead: Changesets 3 releases the plugin as a patch when the core takes a major, while the published peer range goes from ^1 to ^2. That is another finding, and it can be tried in the same way:",
        files: { ".changeset/streams.md": changeset("@acme/core", "major", "Read streams only.") },
        run: [1, "check", "--planner", "changesets@3"],
      },
    ],
  },
  {
    title: "To pnpm's own release command",
    workspace: {
      planner: "pnpm",
      packages: {
        "@acme/core": "1.4.0",
        "@acme/plugin": { version: "0.3.0", dependencies: { "@acme/core": "^1.4.0" } },
      },
      workspace: { versioning: { fixed: [] } },
      policies: {
        core: { packages: ["@acme/core"], versions: ">=1.0.0" },
        integrations: { packages: ["@acme/plugin"], extends: "stay-0x" },
      },
    },
    steps: [
      {
        says: "pnpm reads the same changesets. `versioning` in pnpm-workspace.yaml makes it the planner here, once `@changesets/cli` is gone from package.json. What it does not take are internal ranges without `workspace:`; it says so only when it releases:",
        files: { ".changeset/streams.md": changeset("@acme/core", "minor", "Read streams.") },
        run: [1, "check"],
      },
      {
        says: "With `workspace:^` the plan is made, and the same policy judges it:",
        files: {
          "packages/plugin/package.json": `${JSON.stringify({ name: "@acme/plugin", version: "0.3.0", dependencies: { "@acme/core": "workspace:^" } }, null, 2)}\n`,
        },
        run: [0, "check"],
      },
    ],
  },
];
