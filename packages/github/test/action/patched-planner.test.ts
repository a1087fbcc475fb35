import { expect, test } from "vitest";
import { pullRequestPayload } from "../payloads.ts";
import { TAKEN, setScene } from "./scene.ts";

test("a patched planner is reported once, in the first lines of the comment and of the summary", async () => {
  const { origin, github, repo, run } = await setScene({
    files: {
      "package.json": JSON.stringify({
        name: "root",
        private: true,
        scripts: { postinstall: "patch-package --patch-dir tools/patches" },
        devDependencies: { "@changesets/cli": "^3.0.0" },
      }),
      "tools/patches/@changesets+get-release-plan+5.0.0.patch": "x",
    },
  });
  const sha = origin.push("fix", { ".changeset/a.md": TAKEN }, "main");
  const number = await github.open("fix");
  const head = { ref: "fix", sha, repo };
  const { outputs, summary } = await run(
    "pull_request_target",
    pullRequestPayload({ number, head, repo }),
  );
  expect(outputs["outcome"]).toBe("pass");
  const [comment] = await github.comments(number);
  for (const text of [comment!.body, summary]) {
    const lines = text.split("\n").filter((line) => line !== "");
    const notes = lines.flatMap((line, i) => (line.includes("this workspace patches") ? [i] : []));
    expect([notes.length, notes[0]! < 4]).toEqual([1, true]);
    expect(lines[notes[0]!]).toContain("`@changesets/get-release-plan` with `patch-package`");
  }
}, 120_000);
