import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { constantOf, registry } from "./generate/registry.ts";

/** `pnpm new-rule <subject>/<id>`: a rule and its test to fill in. Its examples fail until it finds what they show. */
const root = join(import.meta.dirname, "..");
const FOLDER = "packages/core/src/rules";
const subjects = readdirSync(join(root, FOLDER), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const [subject = "", id = ""] = (process.argv[2] ?? "").split("/");
const path = `${FOLDER}/${subject}/${id}.ts`;

const refusal = reasonAgainst();
if (refusal === undefined) {
  put(path, rule());
  put(path.replace(/\.ts$/, ".test.ts"), test());
  for (const [file, text] of Object.entries(registry(root))) put(file, text);
  console.log("now: fill in the rule, `pnpm test`, `pnpm generate`");
} else {
  console.error(`error: ${refusal}\n  help: pnpm new-rule versions/such-as-this`);
  process.exitCode = 2;
}

function reasonAgainst(): string | undefined {
  if (!/^[a-z]+(?:-[a-z]+)*$/.test(id)) return `${JSON.stringify(id)} is not a valid rule name`;
  if (!subjects.includes(subject))
    return `${JSON.stringify(subject)} is not a folder of ${FOLDER} (there are ${subjects.join(", ")})`;
  return existsSync(join(root, path)) ? `${path} is there already` : undefined;
}

function put(file: string, text: string): void {
  writeFileSync(join(root, file), text);
  console.log(`written: ${file}`);
}

function rule(): string {
  const name = constantOf(id);
  return `import type { Release } from "../../facts/facts.ts";
import { placeOf } from "../../judge/remedy.ts";
import { defineRule, type Problem } from "../../judge/rule.ts";
import { say } from "../../sentence.ts";

interface Found extends Problem {
  readonly release: Release;
}

export const ${name} = defineRule<Found>({
  id: "${id}",
  family: "versions",
  summary: "What it demands, in one sentence.",
  why: "Why anybody wants that, and which policy says so.",
  level: "error",
  examples: {
    reject: [
      {
        title: "What it finds",
        packages: { "@acme/core": "1.2.0" },
        changesets: { "brave-cats": { "@acme/core": "major" } },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
    accept: [
      {
        title: "What it lets pass",
        packages: { "@acme/core": "1.2.0" },
        changesets: { "brave-cats": { "@acme/core": "patch" } },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
  },

  check: (view) =>
    view.releases
      .filter(() => false)
      .map((release) => ({ package: release.name, release, at: placeOf(view, release) })),

  message: ({ release }) => say\`what is wrong with \${release.name} \${release.to}\`,
  help: () => say\`the exact edit or command\`,
});
`;
}

function test(): string {
  const name = constantOf(id);
  return `import { expect, test } from "vitest";
import { said } from "../../testing/scene.ts";
import { ${name} } from "./${id}.ts";

test("finds what its name says", () => {
  const scene = { packages: { ui: "1.2.0" }, releases: { ui: "1.2.0 -> 2.0.0" } };
  expect(said(${name}, scene)).toEqual(["error: what is wrong with \`ui\` \`2.0.0\`"]);
});
`;
}
