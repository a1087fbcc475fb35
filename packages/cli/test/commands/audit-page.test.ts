import type { RuleId } from "@release-policy/core";
import { expect, test } from "vitest";
import { auditHtml } from "../../src/commands/audit/html/page.ts";
import type { Audit } from "../../src/index.ts";

type Release = Audit["releases"][number];

/** A release of one package, with an error of each rule. */
function release(day: string, name: string, version: string, ...rules: readonly RuleId[]): Release {
  return {
    commit: day.replaceAll("-", "").repeat(5),
    date: day,
    subject: "Version packages",
    outcome: rules.length > 0 ? "fail" : "pass",
    packages: [
      {
        name,
        track: "integrations",
        dir: "packages/kafka",
        from: "0.3.0",
        to: version,
        refused: rules.length > 0,
        early: false,
      },
    ],
    findings: rules.map((rule) => ({
      rule,
      level: "error",
      package: name,
      version,
      message: `${rule} ${version}`,
    })),
    apart: [],
    early: 0,
    standing: 0,
  };
}

function pageOf(...releases: readonly Release[]): string {
  const errors = releases.reduce((sum, { findings }) => sum + findings.length, 0);
  const group = { errors, warnings: 0, releases: 1, first: "2026-01-01", last: "2026-01-01" };
  return auditHtml({
    workspace: "acme",
    notes: [],
    releases,
    counts: {
      releases: releases.length,
      versions: releases.length,
      refused: releases.filter(({ outcome }) => outcome === "fail").length,
      warned: 0,
      unjudged: 0,
      early: 0,
      standing: 0,
    },
    byOrigin: [],
    byRule: [{ ...group, name: "all" }],
    byPackage: [{ ...group, name: "@acme/kafka" }],
    tracks: [{ name: "integrations", versions: "0.y.z", majors: [0] }],
    evaluated: [],
    shallow: false,
    cached: 0,
    left: 0,
  });
}

test("starts with how many releases the policy would have blocked", () => {
  const page = pageOf(
    release("2026-01-01", "@acme/core", "1.3.0"),
    release("2026-01-02", "@acme/kafka", "1.0.0", "accidental-graduation"),
  );
  expect(page).toContain("<h1>This policy would have blocked 1 of 2 releases (50%)</h1>");
});

test("shows the releases after an accidental graduation with it, not among the other findings", () => {
  const page = pageOf(
    release("2026-01-01", "@acme/core", "1.3.0", "version-inside-track"),
    release("2026-01-02", "@acme/kafka", "1.0.0", "accidental-graduation"),
    release("2026-01-03", "@acme/kafka", "1.0.1", "version-inside-track"),
    release("2026-01-04", "@acme/kafka", "1.1.0", "version-inside-track", "change-bump"),
  );
  const [causes = "", others = ""] = page.split("<h2>Other findings</h2>");
  expect(causes).toContain("<h2>1 accidental graduation accounts for 3 of 5 errors</h2>");
  expect(causes).toContain("1.0.0 on 2026-01-02</a>, then 2 releases outside 0.y.z.");
  expect([...others.matchAll(/<\/code> (\S+ [\d.]+)</g)].map(([, word]) => word)).toEqual([
    "change-bump 1.1.0",
    "accidental-graduation 1.0.0",
    "version-inside-track 1.3.0",
  ]);
});

test("every mark links to one place on the page", () => {
  const page = pageOf(
    release("2026-01-02", "@acme/kafka", "1.0.0", "accidental-graduation"),
    release("2026-01-03", "@acme/kafka", "1.0.1", "version-inside-track"),
    release("2026-01-04", "@acme/kafka", "1.1.0", "version-inside-track", "change-bump"),
  );
  const ids = [...page.matchAll(/ id="(c\d+)"/g)].map(([, id]) => id);
  expect(ids).toEqual([...new Set(ids)]);
  for (const [, id] of page.matchAll(/href="#(\w+)"/g)) expect(ids).toContain(id);
});

test.each(["light", "dark"] as const)("text has a contrast of 4.5 to 1 or more: %s", (scheme) => {
  const [light = "", dark = ""] = [...pageOf().matchAll(/:root \{ ([^}]*) \}/g)].map(
    ([, css]) => css!,
  );
  const colors = Object.fromEntries(
    [...(scheme === "light" ? light : dark).matchAll(/--(\w+): (#\w+)/g)].map(([, name, color]) => [
      name,
      color!,
    ]),
  );
  for (const text of ["text", "dim", "bad", "warn", "good"])
    for (const behind of ["page", "card"])
      expect(contrast(colors[text], colors[behind]), `${text} on ${behind}`).toBeGreaterThan(4.5);
});

/** As WCAG 2 counts it. */
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(color: string): number {
  const hex = color.length === 4 ? color.replaceAll(/\w/g, "$&$&") : color;
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
