import type { Obstacle } from "../errors.ts";
import { paint, type Style } from "./style.ts";
import { printable } from "./escape.ts";

/** Why no verdict was made, for people: in the grammar of the findings. Ends with a line break. */
export function obstacleText(obstacles: readonly Obstacle[], style: Style): string {
  return `${obstacles.map((obstacle) => block(obstacle, style)).join("\n\n")}\n`;
}

function block({ message, help, at, frame }: Obstacle, style: Style): string {
  const lines = [`${paint(style, ["red", "bold"], "error:")} ${printable(message)}`];
  if (at) {
    const gutter = " ".repeat(String(at.line).length + 1);
    lines.push(
      `${paint(style, "blue", `${gutter}-->`)} ${printable(`${at.path}:${at.line}:${at.column}`)}`,
    );
    if (frame !== undefined) {
      const indent = frame.slice(0, at.column - 1).replaceAll(/[^\t]/g, " ");
      lines.push(paint(style, "blue", `${gutter} |`));
      lines.push(`${paint(style, "blue", ` ${at.line} |`)} ${printable(frame)}`);
      lines.push(
        `${paint(style, "blue", `${gutter} |`)} ${indent}${paint(style, ["red", "bold"], "^".repeat(Math.max(1, Math.min(at.length ?? 1, frame.length - at.column + 1))))}`,
      );
    }
  }
  if (help !== undefined) {
    lines.push(
      ...help
        .split("\n")
        .map((line, i) =>
          i === 0 ? `  ${paint(style, "bold", "help:")} ${printable(line)}` : printable(line),
        ),
    );
  }
  return lines.join("\n");
}
