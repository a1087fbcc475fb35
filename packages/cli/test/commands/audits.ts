import type { Audit } from "../../src/index.ts";

type Release = Audit["releases"][number];
type Finding = Release["findings"][number];

export const finding = (over: Partial<Finding> = {}): Finding => ({
  rule: "change-bump",
  level: "error",
  package: "@acme/kafka",
  version: "0.4.0",
  message: "too small",
  ...over,
});

export const release = (day: number, name: string, over: Partial<Release> = {}): Release => ({
  commit: `${day}`.padStart(12, "0"),
  date: `2026-01-${String(day).padStart(2, "0")}`,
  subject: "Version packages",
  outcome: "pass",
  packages: [{ name, dir: name, from: "0.3.0", to: "0.4.0", refused: false, early: false }],
  findings: [],
  apart: [],
  early: 0,
  standing: 0,
  ...over,
});

const NONE = {
  releases: 0,
  versions: 0,
  refused: 0,
  warned: 0,
  unjudged: 0,
  early: 0,
  standing: 0,
};

/** An audit of one release without findings, or what is given in its place. */
export const auditOf = ({
  counts = {},
  ...over
}: Partial<Omit<Audit, "counts">> & { readonly counts?: Partial<Audit["counts"]> }): Audit => ({
  workspace: "acme",
  notes: [],
  releases: [release(1, "@acme/kafka")],
  counts: { ...NONE, ...counts },
  byOrigin: [],
  byRule: [],
  byPackage: [],
  tracks: [],
  evaluated: [],
  shallow: false,
  cached: 0,
  left: 0,
  ...over,
});
