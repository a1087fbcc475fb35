import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Example } from "@release-policy/core/testing";

const README = join(import.meta.dirname, "../../../../README.md");

/** The workspace of the README: its changeset and its policy files, as they are written there. */
export function readmeExample(): Example {
  const text = readFileSync(README, "utf8");
  const policies = [...text.matchAll(/^```yaml\n# (policies\/\S+)\n([^]*?)^```$/gm)];
  const changeset = /^```md\n([^]*?)^```$/m.exec(text)?.[1];
  if (policies.length === 0 || changeset === undefined)
    throw new Error("README.md shows no policy or no changeset");
  return {
    title: "README",
    packages: { "@acme/core": "1.2.0", "@acme/plugin": "0.3.0", "@acme/plugin-s3": "0.5.1" },
    changesets: { "drop-callbacks": changeset },
    policies: {},
    files: Object.fromEntries(policies.map(([, path, yaml]) => [path!, yaml!])),
  };
}
