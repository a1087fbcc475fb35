import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "@release-policy/core";
import { readmeExample } from "../../packages/cli/test/kit/readme-example.ts";
import { bundledEngine, bundledPage } from "./bundle.ts";
import { questionOf } from "./examples.ts";

/** Writes the playground beside the pages of the site: files that any server can serve, below any address. */
const target = join(import.meta.dirname, "../dist/playground");
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });

const write = (name: string, text: string): void => writeFileSync(join(target, name), text);
for (const { fileName, code } of [...(await bundledEngine("worker")), ...(await bundledPage())])
  write(fileName, code);

const source = (name: string): string =>
  readFileSync(join(import.meta.dirname, "page", name), "utf8");
// Nothing in a text may end the element.
const start = JSON.stringify(questionOf(readmeExample())).replaceAll("<", String.raw`\u003c`);
write(
  "index.html",
  source("index.html").replace('id="start">', () => `id="start">${start}`),
);
write("style.css", source("style.css"));

const listed = rules.flatMap(({ id, examples: { accept, reject } }) =>
  [...reject, ...accept].map((example) => ({
    rule: id,
    title: example.title,
    fails: reject.includes(example),
    workspace: questionOf(example),
  })),
);
write("examples.json", JSON.stringify(listed.filter(({ workspace }) => !isOfApi(workspace.texts))));

for (const name of ["track", "workspace", "waivers", "baseline", "deprecations"])
  cpSync(
    join(import.meta.dirname, `../../packages/cli/schema/${name}.json`),
    join(target, `schema/${name}.json`),
  );

/** Public APIs are compared by TypeScript, which the playground does not bring. */
function isOfApi(texts: Readonly<Record<string, string>>): boolean {
  return Object.keys(texts).some((path) => path.endsWith(".d.ts"));
}
