import type { Obstacle } from "../../errors.ts";
import { obstacleText } from "../obstacles.ts";
import type { MarkdownOptions } from "./options.ts";
import { fitted } from "./sections.ts";
import { block, bytesOf, code, count, link } from "./text.ts";

const BUDGET = 60_000;

/** Why no verdict was made, as a comment. Ends with a line break. */
export function obstaclesMarkdown(
  obstacles: readonly Obstacle[],
  { budget = BUDGET, commit, base, links }: MarkdownOptions,
): string {
  const head = "### ⚠️ Release policy could not be evaluated";
  const what = commit === undefined ? "" : `Commit ${code(commit.slice(0, 7))} · `;
  const into = base === undefined ? "" : ` into ${code(base)}`;
  const foot = `<sub>${what}nothing can be merged${into} on the strength of an older verdict</sub>`;
  const body = fitted(
    [
      {
        open: "",
        items: obstacles.map((obstacle) => {
          const { at } = obstacle;
          const text = block(
            "text",
            obstacleText([obstacle], { color: false, width: 80 }).trimEnd(),
          );
          const url = at && links?.edit?.(at.path);
          return url === undefined ? text : `${text}\n\n${link(`Edit ${code(at!.path)}`, url)}`;
        }),
        between: "\n\n",
        rest: (left) => `… and ${count(left, "more")}`,
      },
    ],
    budget - bytesOf(head + foot) - 8,
  );
  return `${[head, body, foot].filter((part) => part !== "").join("\n\n")}\n`;
}
