/** Whose API a report has. */
export interface ReportHead {
  readonly package: string;
  /** `.`, `./server` */
  readonly entry: string;
}

/** The first line of a report, by which it is recognised. */
export const headLine = ({ package: name, entry }: ReportHead): string =>
  `// API report of ${JSON.stringify(name)}, entry ${JSON.stringify(entry)}. Update: release-policy api --write. Format: 1`;

/** What the first line of a text says; undefined if it is not the header of a report. */
export function reportHead(text: string): (ReportHead & { readonly format: string }) | undefined {
  const line = text.slice(0, MOST).replace(/\r?\n[^]*$/, "");
  const match =
    /^\uFEFF?\/\/ API report of (".*"), entry (".*")\. Update: .*\. Format: (\w+)$/.exec(line);
  if (!match) return undefined;
  try {
    const [name, entry] = [JSON.parse(match[1]!), JSON.parse(match[2]!)] as string[];
    return { package: name!, entry: entry!, format: match[3]! };
  } catch {
    return undefined;
  }
}

const MOST = 1000;
