import type { Cause, Link, Location } from "@release-policy/core";

/** `@acme/app 1.0.1 ← peer on @acme/core ^0.3.0 ← @acme/core 0.4.0 ← .changeset/brave-cats.md:2` */
export function chainText(chain: readonly Link[]): string {
  const [first] = chain;
  return first ? `${first.package} ${first.to} ← ${causesText(chain)}` : "";
}

/** The same without the release that it begins with. */
export const causesText = (chain: readonly Link[]): string =>
  chain
    .map(({ package: name, to, cause }, i) => {
      const release = i > 0 && chain[i - 1]!.package !== name ? `${name} ${to} ← ` : "";
      return `${release}${causeText(cause)}`;
    })
    .join(" ← ");

const FIELDS = {
  dependencies: "dependency",
  peerDependencies: "peer",
  optionalDependencies: "optional dependency",
  devDependencies: "development dependency",
} as const;

/** One cause in a few words. Not escaped: the caller prints it. */
export function causeText(cause: Cause): string {
  switch (cause.kind) {
    case "changeset":
      return `${cause.bump} in ${lineText(cause.at)}`;
    case "dependency":
      return `${FIELDS[cause.field]} on ${cause.on} ${cause.range}`;
    case "group":
      return `${cause.group} group, counted from ${cause.highest} ${cause.version}`;
    case "pre":
      return `leaving pre mode ${cause.tag} (${lineText(cause.at)})`;
    case "lane":
      return cause.lane === undefined ? "leaving its lane" : `lane ${cause.lane}`;
    case "epic":
      return `epic of ${cause.lead}`;
    case "train":
      return `train of ${cause.leader}`;
    case "unpublished":
      return "first publication, as it is written";
  }
}

const lineText = ({ path, line }: Location): string => `${path}:${line}`;
