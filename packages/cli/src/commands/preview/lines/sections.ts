import type { Declaration } from "@release-policy/core/types";

const insteadOf = (replacement: string): string =>
  replacement === "nothing" ? "there is no replacement" : `use ${codeSpan(replacement)}`;

const deprecated = ({ value, replacement, until }: Declaration): string =>
  [
    `${codeSpan(value)} is deprecated`,
    ...(replacement === undefined ? [] : [insteadOf(replacement)]),
    ...(until === undefined ? [] : [`removal in ${until}`]),
  ].join("; ");

/**
 * The declarations of a changeset's trailers, as Markdown below its text: a label and a list for each kind. Links
 * start at the root of the repository, because the text goes into changelogs in many folders. Empty without
 * declarations.
 */
export function sectionsOf(trailers: readonly Declaration[]): string {
  const of = (kind: Declaration["kind"]) => trailers.filter((one) => one.kind === kind);
  const values = (kind: Declaration["kind"]) => of(kind).map(({ value }) => value);
  const guides = [
    ...values("upgrade-guide").map((to) => `Upgrade guide: ${guideAt(to)}`),
    ...values("migration").map((to) => `Migration: ${guideAt(to)}`),
  ];
  const broken = [
    ...values("breaking"),
    ...values("removes").map((api) => `Removed: ${codeSpan(api)}`),
  ];
  return [
    section("Breaking Changes", broken.length > 0 ? [...broken, ...guides] : []),
    section("Deprecations", of("deprecates").map(deprecated)),
    section("Security", values("security").map(advisoryAt)),
    section("Upgrading", broken.length > 0 ? [] : guides),
    section("Regressions Fixed", values("regression")),
  ]
    .filter((text) => text !== "")
    .join("\n\n");
}

const section = (label: string, entries: readonly string[]): string =>
  entries.length === 0 ? "" : `**${label}**\n\n${entries.map((entry) => `- ${entry}`).join("\n")}`;

/** A name as codeSpan, whatever it contains. A value with its own backticks is kept as written. */
export function codeSpan(value: string): string {
  if (value.includes("`")) return value;
  return `\`${value}\``;
}

/** A path from the root of the repository, or an address, as a link; other words stay words. */
function guideAt(target: string): string {
  const isPath =
    /^(?:\.?\/)?[\w@.-]+(?:\/[\w@.-]+)*(?:#[\w.-]+)?$/.test(target) && /[./]/.test(target);
  return isPath ? `[${target}](/${target.replace(/^\.?\//, "")})` : addressAt(target);
}

/** An advisory by its id or its address, as a link; other words stay words. */
function advisoryAt(id: string): string {
  if (/^GHSA(?:-[0-9a-z]{4}){3}$/.test(id)) return `[${id}](https://github.com/advisories/${id})`;
  if (/^CVE-\d{4}-\d{4,}$/.test(id)) return `[${id}](https://www.cve.org/CVERecord?id=${id})`;
  return addressAt(id);
}

const addressAt = (text: string): string =>
  /^https?:\/\/[^\s<>]+$/.test(text) ? `<${text}>` : text;
