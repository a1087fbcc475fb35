import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { judgeInChildren } from "../../packages/github/src/judge/children/judge-in-children.ts";
import { evaluate } from "../../packages/github/src/judge/evaluate.ts";
import { writeWorkspace } from "./workspace.ts";
import { fetchHere } from "../../packages/github/test/fetch-here.ts";

/**
 * How long a pull request takes in a workspace of so many packages, from an origin with filters: fetching and judging
 * apart, and how often git is started. `node --conditions=source scripts/bench/evaluate.ts 1000`
 */
process.env["RELEASE_POLICY_GIT_PROTOCOLS"] = "file";
const packages = Number(process.argv[2] ?? 1000);
const work = writeWorkspace({ packages, changesets: 50 });
const git = (...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", ...args], {
    cwd: work,
    encoding: "utf8",
  }).trim();
git("config", "uploadpack.allowFilter", "true");
writeFileSync(join(work, ".changeset/mine.md"), '---\n"@acme/core-0": patch\n---\n\nx\n');
git("add", "-A");
git("checkout", "-q", "-b", "mine");
git("commit", "-q", "-m", "mine");
git("update-ref", "refs/pull/7/head", "HEAD");

const programs = mkdtempSync(join(tmpdir(), "bench-"));
const log = join(programs, "log");
const real = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
writeFileSync(join(programs, "git"), `#!/bin/sh\necho "$*" >> ${log}\nexec ${real} "$@"\n`);
chmodSync(join(programs, "git"), 0o755);
const path = process.env["PATH"];
const starts = (): number => readFileSync(log, "utf8").split("\n").length - 1;
const request = {
  url: pathToFileURL(work).href,
  baseRef: "main",
  headRef: "refs/pull/7/head",
  head: git("rev-parse", "HEAD"),
};

for (let round = 0; round < 4; round++) {
  const counting = round === 3;
  writeFileSync(log, "");
  if (counting) process.env["PATH"] = `${programs}${delimiter}${path}`;
  const begun = performance.now();
  const fetched = await fetchHere(request);
  const [fetchTime, fetchStarts] = [performance.now() - begun, starts()];
  const evaluation = await evaluate({ ...fetched, baseRef: "main" });
  const judgeTime = performance.now() - begun - fetchTime;
  const judgeStarts = starts() - fetchStarts;
  process.stdout.write(
    counting
      ? `git: ${fetchStarts} to fetch, ${judgeStarts} to judge\n${readFileSync(log, "utf8")}`
      : `${packages} packages: fetch ${Math.round(fetchTime)} ms, judge ${Math.round(judgeTime)} ms (${evaluation.kind})\n`,
  );
  if (round === 2) {
    const again = performance.now();
    await judgeInChildren(request, { baseRef: "main" });
    process.stdout.write(`fetched and judged apart ${Math.round(performance.now() - again)} ms\n`);
  }
  fetched.dispose();
}
rmSync(work, { recursive: true });
rmSync(programs, { recursive: true });
