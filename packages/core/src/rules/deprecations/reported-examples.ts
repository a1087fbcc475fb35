/** An API report with these elements, and a major that a changeset explains without `Removes:`. */
const reported = (...lines: readonly string[]) => ({
  "packages/core/api/index.d.ts": [
    '// API report of "@acme/core", entry ".". Update: release-policy api --write. Format: 1',
    "export declare function open(path: string): void;",
    ...lines,
    "",
  ].join("\n"),
});
const CLOSE = "export declare function close(): void;";
const reworked = '---\n"@acme/core": major\n---\n\nFiles close themselves.\n';

/** Examples of the rule, in which only a report shows the removal. */
export const REMOVED_FROM_REPORT = {
  packages: { "@acme/core": "1.4.0" },
  changesets: { close: reworked },
  files: reported(),
  policies: { core: { packages: ["@acme/*"], require: { removal: {} } } },
  since: { changesets: {}, files: reported(CLOSE) },
};

export const DEPRECATED_IN_REPORT = {
  packages: { "@acme/core": "1.4.0" },
  changesets: { close: reworked },
  files: reported(),
  policies: { core: { packages: ["@acme/*"], require: { removal: {} } } },
  since: {
    changesets: {},
    files: reported(`/** @deprecated files close themselves */\n${CLOSE}`),
  },
};
