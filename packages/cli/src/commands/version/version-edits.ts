import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TrainMove } from "@release-policy/core/types";
import { applyEdits, modify } from "jsonc-parser";
import { writeDurably } from "../../files/writing/durable-file.ts";
import type { Snapshot } from "../../files/writing/snapshot.ts";

type Fields = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;

const FIELDS = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];

/**
 * Writes the numbers of a train where Changesets has written its own: `version` of the members; ranges on them that
 * Changesets rewrote to that number, bare or with `^` or `~`; the heading of the member's changelog and the lines of
 * others that name it, as far as they are new. Every other byte stays.
 */
export function writeMoves(
  root: string,
  dirs: readonly string[],
  moves: readonly TrainMove[],
  before: Snapshot,
): void {
  const byDir = new Map(moves.map((move) => [move.dir, move]));
  for (const dir of dirs) {
    const at = (name: string): string => (dir === "." ? name : `${dir}/${name}`);
    const own = byDir.get(dir);
    edit(root, at("package.json"), (text) =>
      withRanges(
        own ? set(text, ["version"], own.to) : text,
        before.text(at("package.json")),
        moves,
      ),
    );
    edit(root, at("CHANGELOG.md"), (text) =>
      withTrainVersions(text, before.text(at("CHANGELOG.md")) ?? "", own, moves),
    );
  }
}

function edit(root: string, path: string, change: (text: string) => string): void {
  const full = join(root, path);
  if (!existsSync(full)) return;
  const text = readFileSync(full, "utf8");
  const next = change(text);
  if (next !== text) writeDurably(full, next);
}

/** A value that is there keeps everything around it. */
const set = (text: string, path: string[], value: string): string =>
  applyEdits(text, modify(text, path, value, {}));

function withRanges(text: string, before: string | undefined, moves: readonly TrainMove[]): string {
  const [now, old] = [fieldsOf(text), fieldsOf(before ?? "{}")];
  let next = text;
  for (const { name, planned, to } of moves) {
    for (const field of planned === undefined ? [] : FIELDS) {
      const spec = now[field]?.[name];
      if (typeof spec !== "string" || spec === old[field]?.[name]) continue;
      const prefix = ["", "^", "~"]
        .flatMap((mark) => [mark, `workspace:${mark}`])
        .find((mark) => spec === `${mark}${planned}`);
      if (prefix !== undefined) next = set(next, [field, name], `${prefix}${to}`);
    }
  }
  return next;
}

const fieldsOf = (text: string): Fields => JSON.parse(text.replace(/^\uFEFF/, "")) as Fields;

/** Only of the part that the planner put above what was there. */
function withTrainVersions(
  text: string,
  before: string,
  own: TrainMove | undefined,
  moves: readonly TrainMove[],
): string {
  const old = before.split(/\r?\n/).filter((line) => line.startsWith("## "))[0];
  const lines = text.split("\n");
  const end = old === undefined ? -1 : lines.findIndex((line) => line.trimEnd() === old);
  const added = end === -1 ? lines.length : end;
  return lines.map((line, i) => (i < added ? withName(line, own, moves) : line)).join("\n");
}

function withName(line: string, own: TrainMove | undefined, moves: readonly TrainMove[]): string {
  if (own?.planned !== undefined && line.trimEnd() === `## ${own.planned}`) {
    return line.replace(own.planned, own.to);
  }
  const move = moves.find(
    ({ name, planned }) => planned !== undefined && line.trim() === `- ${name}@${planned}`,
  );
  return move ? line.replace(`@${move.planned}`, `@${move.to}`) : line;
}
