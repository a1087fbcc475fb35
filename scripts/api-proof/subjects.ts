/** Packages that this repository depends on, with declarations of many styles. */
export const SUBJECTS: readonly string[] = [
  "@octokit/request-error",
  "@types/js-yaml",
  "@types/picomatch",
  "@types/semver",
  "@vitest/spy",
  "cac",
  "commander",
  "jsonc-parser",
  "magic-string",
  "p-limit",
  "prom-client",
  "smol-toml",
  "tinybench",
  "tinyexec",
];
