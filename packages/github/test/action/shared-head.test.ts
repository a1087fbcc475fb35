import { expect, test } from "vitest";
import { workflowRunPayload } from "../payloads.ts";
import { REFUSED, setScene } from "./scene.ts";

test.each([
  ["laxer branch", ["next", "main"]],
  ["default branch", ["main", "next"]],
])(
  "two pull requests of one commit have separate statuses, the one into the %s first",
  async (_, bases) => {
    const { origin, github, repo, fork, run } = await setScene();
    const policy = origin.git("show", "main:policies/integrations.yaml");
    const lax = { "policies/integrations.yaml": `${policy.replace("0.y.z", ">=1.0.0")}\n` };
    origin.push("next", lax, "main");
    const sha = origin.push("contrib:fix", { ".changeset/a.md": REFUSED }, "main");
    for (const base of bases) await github.open("contrib:fix", { base });
    const head = { ref: "fix", sha, repo: fork };
    await run("workflow_run", workflowRunPayload({ head, repo }));
    const states = github.statuses(sha).map(({ context, state }) => [context, state]);
    expect(Object.fromEntries(states)).toEqual({
      "release-policy": "failure",
      "release-policy (next)": "success",
    });
  },
  180_000,
);
