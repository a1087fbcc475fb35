import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { registry } from "./generate/registry.ts";

/**
 * Writes everything that is generated from the rules and the policy schema. `--check` writes nothing and exits with 1
 * if a file is stale. The registry comes first, because the rest is read through it.
 */
const root = join(import.meta.dirname, "..");
const checking = process.argv.includes("--check");
const stale: string[] = [];

function put(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const full = join(root, path);
    if (read(full) === text) continue;
    stale.push(path);
    if (checking) continue;
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function drop(paths: readonly string[]): void {
  for (const path of paths) {
    stale.push(`${path} (to be removed)`);
    if (!checking) rmSync(join(root, path));
  }
}

put(registry(root));
put((await import("./generate/rules-on-demand.ts")).rulesOnDemand(root));
const [
  { rulePages, strayPages },
  { readme },
  { policyPage },
  { presetsPage },
  { promisesPage },
  { schemas },
  { storyPages },
  { formatsPage },
  { commentPages },
  { commandsPage },
  { githubPage },
  { terminalPicture },
  { messagesPage },
  { apiProofPage },
  { releaseFindingsPage },
] = await Promise.all([
  import("./generate/rule-pages.ts"),
  import("./generate/readme.ts"),
  import("./generate/policy.ts"),
  import("./generate/presets.ts"),
  import("./generate/promises.ts"),
  import("./generate/schemas.ts"),
  import("./generate/stories.ts"),
  import("./generate/formats.ts"),
  import("./generate/comment.ts"),
  import("./generate/commands.ts"),
  import("./generate/github.ts"),
  import("./generate/terminal-picture.ts"),
  import("./generate/messages/page.ts"),
  import("./generate/api-proof.ts"),
  import("./generate/release-findings.ts"),
]);
put(await rulePages());
drop(strayPages(root));
put(await readme(root));
put(policyPage(root));
put(presetsPage());
put(promisesPage());
put(schemas());
put(await storyPages(root));
put(await formatsPage(root));
put(await commentPages());
put(await commandsPage());
put(githubPage(root));
put(await terminalPicture());
put(await messagesPage(root));
put(apiProofPage(root));
put(releaseFindingsPage());

if (stale.length > 0)
  console.log(`${checking ? "stale" : "written"}:\n${stale.map((path) => `  ${path}`).join("\n")}`);
if (checking && stale.length > 0) {
  console.log("run `pnpm generate`");
  process.exitCode = 1;
}
