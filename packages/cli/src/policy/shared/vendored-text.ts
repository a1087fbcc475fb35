import { Document, isMap, parseDocument } from "yaml";
import { CannotJudge } from "../../errors.ts";
import { plainYaml } from "../../files/yaml/yaml-values.ts";
import type { PublishedPolicies } from "./published-policies.ts";
import { policiesDigest } from "./vendored.ts";

/** The file with a copy of these policies of a package, with their comments. Throws `CannotJudge` on YAML that is not a mapping. */
export function vendoredText(
  { package: name, version, integrity, texts }: PublishedPolicies,
  policies: readonly string[],
): string {
  const doc = new Document({ package: name, version, integrity, digest: "", policies: {} });
  doc.commentBefore = ` A copy of ${name} by \`release-policy policy update\`. Edits are errors.`;
  for (const policy of policies.toSorted()) {
    const written = parseDocument(texts.get(policy) ?? "");
    if (written.errors.length > 0 || !isMap(written.contents))
      throw new CannotJudge({ message: `${policy} of ${name}@${version} is not a YAML mapping` });
    written.contents.commentBefore ??= written.commentBefore;
    doc.setIn(["policies", policy], written.contents);
  }
  const { policies: data } = doc.toJS() as { readonly policies: unknown };
  doc.set("digest", policiesDigest(data));
  return doc.toString({ lineWidth: 0 });
}

/** What a file of a package extends, if anything. */
export function extendedBy(text: string): string | undefined {
  const { extends: name } = (plainYaml(text)?.value ?? parseDocument(text).toJS() ?? {}) as {
    readonly extends?: unknown;
  };
  return typeof name === "string" ? name : undefined;
}
