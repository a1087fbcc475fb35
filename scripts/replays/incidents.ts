import { stringify } from "yaml";
import { distance } from "@release-policy/core";
import type { Report } from "../../packages/cli/src/index.ts";
import type { Case } from "./cases.ts";

/** Policies that know nothing of the future: 0.y.z packages stay there, the others take no major. */
export function guards({ packages }: Case): Record<string, string> {
  const named = packages.flatMap(({ manifest: { name, version } }) =>
    name && version ? [{ name, version }] : [],
  );
  const zero = named.filter(({ version }) => version.startsWith("0."));
  const stable = named.filter(({ version }) => !version.startsWith("0."));
  return { ...track("zero", "stay-0x", zero), ...track("stable", "no-major", stable) };
}

function track(name: string, preset: string, packages: readonly { readonly name: string }[]) {
  if (packages.length === 0) return {};
  const data = { extends: preset, packages: packages.map((pkg) => pkg.name) };
  return { [`policies/${name}.yaml`]: stringify(data) };
}

/** Policies that know the future: every package is on a track for the line that the commit took it to. */
export function hindsight({ packages, after }: Case): Record<string, string> {
  const lines = Map.groupBy(
    packages.flatMap(({ manifest: { name, version } }) =>
      name && version ? [{ name, version: after[name] ?? version }] : [],
    ),
    ({ version }) => Number(version.split(".")[0]),
  );
  return Object.fromEntries(
    [...lines].map(([major, members]) => [
      `policies/line-${major}.yaml`,
      stringify({ packages: members.map(({ name }) => name), versions: `${major}.x` }),
    ]),
  );
}

/** Releases that crossed a major which no changeset declared for the package. */
export const accidents = ({ releases }: Report): Report["releases"] =>
  releases.filter(
    ({ from, to, causes }) =>
      distance(from, to) === "major" &&
      !causes.some((cause) => cause.kind === "changeset" && cause.bump === "major"),
  );

/** Accidents without a finding whose chain leads back to a changeset (or to leaving pre mode). */
export function missed(report: Report): readonly string[] {
  return accidents(report)
    .filter(
      ({ name }) =>
        !report.findings.some(({ package: found, chain }) => {
          const end = chain.at(-1)?.cause.kind;
          return found === name && (end === "changeset" || end === "pre");
        }),
    )
    .map(({ name, from, to }) => `${name} ${from} → ${to}`);
}
