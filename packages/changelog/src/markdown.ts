/** A name as code, whatever it holds. A value that brings its own backticks stays as its author wrote it. */
export function code(value: string): string {
  if (value.includes("`")) return value;
  return `\`${value}\``;
}

/** A link to an address, to an advisory, or to a path from the root of the repository; other words stay words. */
export function linkTo(target: string): string {
  const advisory = advisoryAt(target);
  if (advisory !== undefined) return `[${target}](${advisory})`;
  if (/^https?:\/\/[^\s<>]+$/.test(target)) return `<${target}>`;
  if (!/^(?:\.?\/)?[\w@.-]+(?:\/[\w@.-]+)*(?:#[\w.-]+)?$/.test(target) || !/[./]/.test(target))
    return target;
  return `[${target}](/${target.replace(/^\.?\//, "")})`;
}

function advisoryAt(id: string): string | undefined {
  if (/^GHSA(?:-[0-9a-z]{4}){3}$/.test(id)) return `https://github.com/advisories/${id}`;
  return /^CVE-\d{4}-\d{4,}$/.test(id) ? `https://www.cve.org/CVERecord?id=${id}` : undefined;
}
