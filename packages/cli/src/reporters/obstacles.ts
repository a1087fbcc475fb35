import type { Obstacle } from "../errors.ts";
import { printable } from "./escape.ts";
import { frame } from "./frame.ts";
import { paint, type Style } from "./style.ts";

/** Why no verdict was made, for people: in the grammar of the findings. Ends with a line break. */
export function obstacleText(obstacles: readonly Obstacle[], style: Style): string {
  return `${obstacles.map((obstacle) => block(obstacle, style)).join("\n\n")}\n`;
}

function block({ message, help, at, source }: Obstacle, style: Style): string {
  const lines = [`${paint(style, ["red", "bold"], "error:")} ${printable(message)}`];
  if (at) lines.push(...frame({ at, ...(source === undefined ? {} : { source }) }, style, "red"));
  const [first, ...rest] = help?.split("\n") ?? [];
  if (first !== undefined) lines.push(`  ${paint(style, "bold", "help:")} ${printable(first)}`);
  return [...lines, ...rest.map(printable)].join("\n");
}
