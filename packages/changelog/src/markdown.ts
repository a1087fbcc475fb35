/** A name as code, whatever it holds. A value that brings its own backticks stays as its author wrote it. */
export function code(value: string): string {
  if (value.includes("`")) return value;
  return `\`${value}\``;
}

/** A path from the root of the repository, or an address, as a link; other words stay words. */
export function guideAt(target: string): string {
  const isPath =
    /^(?:\.?\/)?[\w@.-]+(?:\/[\w@.-]+)*(?:#[\w.-]+)?$/.test(target) && /[./]/.test(target);
  return isPath ? `[${target}](/${target.replace(/^\.?\//, "")})` : addressAt(target);
}

/** An advisory by its id or its address, as a link; other words stay words. */
export function advisoryAt(id: string): string {
  if (/^GHSA(?:-[0-9a-z]{4}){3}$/.test(id)) return `[${id}](https://github.com/advisories/${id})`;
  if (/^CVE-\d{4}-\d{4,}$/.test(id)) return `[${id}](https://www.cve.org/CVERecord?id=${id})`;
  return addressAt(id);
}

const addressAt = (text: string): string =>
  /^https?:\/\/[^\s<>]+$/.test(text) ? `<${text}>` : text;
