/** A report of an API with these elements, as `release-policy api --write` writes it. */
export const apiReport = (...lines: readonly string[]) => ({
  "packages/core/api/index.d.ts": [
    '// API report of "@acme/core", entry ".". Update: release-policy api --write. Format: 1',
    "export declare function open(path: string): void;",
    ...lines,
    "",
  ].join("\n"),
});
export const CLOSE = "export declare function close(): void;";
const reworked = '---\n"@acme/core": major\n---\n\nFiles close themselves.\n';

/** Examples of the rule, in which only a report shows the removal. */
export const REMOVED_FROM_REPORT = {
  packages: { "@acme/core": "1.4.0" },
  changesets: { close: reworked },
  files: apiReport(),
  policies: { core: { packages: ["@acme/*"], require: { removal: {} } } },
  since: { changesets: {}, files: apiReport(CLOSE) },
};

export const DEPRECATED_IN_REPORT = {
  packages: { "@acme/core": "1.4.0" },
  changesets: { close: reworked },
  files: apiReport(),
  policies: { core: { packages: ["@acme/*"], require: { removal: {} } } },
  since: {
    changesets: {},
    files: apiReport(`/** @deprecated files close themselves */\n${CLOSE}`),
  },
};
