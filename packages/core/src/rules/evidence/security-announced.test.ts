import { expect, test } from "vitest";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import type { Changeset } from "../../facts/facts.ts";
import { securityAnnounced } from "./security-announced.ts";

const at = { path: ".changeset/cat.md", line: 6, column: 1 };
const scene = (
  changeset: Partial<Changeset>,
  options?: object,
  security = ["advisory"],
): Scene => ({
  packages: { ui: "1.0.0" },
  changesets: {
    cat: { bumps: [{ package: "ui", bump: "patch", at: { ...at, line: 2 } }], ...changeset },
  },
  policies: {
    all: {
      packages: ["*"],
      require: { security },
      ...(options ? { rules: { "security-announced": ["warn", options] } } : {}),
    },
  },
});
const section: Partial<Changeset> = { sections: [{ kind: "security", at, entries: [] }] };
const names = (value: string): Partial<Changeset> => ({
  declarations: [{ kind: "security", value, at }],
});

test.each([
  "security: escape names",
  "Security: escape names",
  "security(core)!: escape names",
  "fix(security): escape names",
  "**Security**: escape names",
  "[security] escape names",
  "Security fix for file names",
  "Security fixes.",
])("is about security: %s", (summary) => {
  expect(messagesOf(securityAnnounced, scene({ summary }))).toEqual([
    "warn: the changeset is a security fix but names no advisory",
  ]);
});

test.each([
  "Security headers can be set one by one",
  "Securityfix",
  "fix(core): tell of security",
  "chore(deps): bump security-tools",
  "Escape names. Security: better.",
])("is about something else: %s", (summary) => {
  expect(messagesOf(securityAnnounced, scene({ summary }))).toEqual([]);
});

test("finds a section, and quotes the policy", () => {
  expect(judgeScene(scene(section), [securityAnnounced]).findings).toMatchObject([
    { package: "ui", at, because: { text: "security: [advisory]" } },
  ]);
});

test.each([
  ["GHSA-mh63-6h87-95cp", 0],
  ["see GHSA-mh63-6h87-95cp, high", 0],
  ["https://github.com/advisories/GHSA-mh63-6h87-95cp", 0],
  ["CVE-2026-12345", 0],
  ["cve-2026-12345", 0],
  ["ACME-SA-1", 1],
  ["GHSA-", 1],
  ["yes", 1],
  ["XCVE-2026-1", 1],
])("takes the trailer %s: %i", (value, count) => {
  expect(messagesOf(securityAnnounced, scene({ ...section, ...names(value) }))).toHaveLength(count);
  expect(messagesOf(securityAnnounced, scene(names(value)))).toHaveLength(count);
});

test("accepts the ids that the policy names", () => {
  const own = { prefixes: ["ACME-SA"] };
  expect(messagesOf(securityAnnounced, scene(names("ACME-SA-1"), own))).toEqual([]);
  expect(messagesOf(securityAnnounced, scene(names("CVE-2026-1"), own))).toHaveLength(1);
});

test("reports nothing for a track without the requirement", () => {
  expect(messagesOf(securityAnnounced, scene(section, undefined, []))).toEqual([]);
});

test("suggests the trailer, with the id found elsewhere in the text", () => {
  expect(fixesOf(securityAnnounced, scene(section))).toEqual([
    "end the text with `Security: <id>` (`GHSA` or `CVE`)",
  ]);
  expect(
    fixesOf(securityAnnounced, scene({ ...section, summary: "Escape names (CVE-2026-12345)." })),
  ).toEqual(["end the text with `Security: CVE-2026-12345`"]);
});
