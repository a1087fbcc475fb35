import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Plugin, RolldownMagicString } from "rolldown";
import { Visitor, parseSync } from "rolldown/utils";
import { writeWorkspace } from "../../scripts/bench/workspace.ts";

/** In characters. Of shorter functions there are many, and their parentheses cost as much as they save. */
const SHORTEST = 100;

/** Runs the built files in a folder as users do, in a process with this environment. */
export type UsualRun = (dist: string, env: NodeJS.ProcessEnv) => void;

/**
 * V8 skims a function, and parses it again when it is called; one in parentheses it compiles at once. Puts those
 * functions of a built file in parentheses that a usual run calls, which saves a twentieth of the instructions of a small
 * check.
 */
export const eagerFunctions = (file: string, run: UsualRun): Plugin => ({
  name: "eager-functions",
  writeBundle({ dir = "." }) {
    const dist = resolve(dir);
    const path = join(dist, file);
    writeFileSync(path, withEager(readFileSync(path, "utf8"), calledFunctions(file, dist, run)));
  },
});

/** A check of a small workspace. Throws if it fails. */
export function checkSmallWorkspace(dist: string, env: NodeJS.ProcessEnv): void {
  const root = writeWorkspace({ packages: 10, changesets: 5 });
  try {
    execFileSync(process.execPath, [join(dist, "main.cjs"), "check"], {
      cwd: root,
      env: { ...env, CI: "1" },
      stdio: ["ignore", "ignore", "inherit"],
    });
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** The functions of the file that the run calls, as `start-end`. */
function calledFunctions(file: string, dist: string, run: UsualRun): ReadonlySet<string> {
  const coverage = mkdtempSync(join(tmpdir(), "coverage-"));
  try {
    run(dist, { ...process.env, NODE_OPTIONS: "", NODE_V8_COVERAGE: coverage });
    const [report = ""] = readdirSync(coverage);
    const { result } = JSON.parse(readFileSync(join(coverage, report), "utf8")) as Coverage;
    const { functions } = result.find(({ url }) => url.endsWith(`/${file}`))!;
    const called = functions.map(({ ranges }) => ranges[0]).filter(({ count }) => count > 0);
    return new Set(called.map(({ startOffset, endOffset }) => `${startOffset}-${endOffset}`));
  } finally {
    rmSync(coverage, { recursive: true });
  }
}

interface Coverage {
  readonly result: {
    url: string;
    functions: { ranges: [Record<"startOffset" | "endOffset" | "count", number>] }[];
  }[];
}

/** Declarations move to the top, as their values would. An arrow function is not compiled at once, so it becomes another. */
export function withEager(code: string, called: ReadonlySet<string>): string {
  const { program } = parseSync("check.cjs", code, { sourceType: "commonjs" });
  const edited = new RolldownMagicString(code);
  const isEager = ({ start, end }: { readonly start: number; readonly end: number }): boolean =>
    end - start >= SHORTEST && called.has(`${start}-${end}`);
  let before = "var ";
  for (const node of program.body) {
    if (node.type !== "FunctionDeclaration" || node.generator || !isEager(node)) continue;
    const { name, end } = node.id!;
    edited.overwrite(node.start, end, `${before}${name}=(${node.async ? "async " : ""}function`);
    edited.appendLeft(node.end, ")").move(node.start, node.end, 0);
    before = ",";
  }
  if (before === ",") edited.prependRight(0, ";");
  new Visitor({
    ArrowFunctionExpression({ start, end, async, params, body }) {
      const isOwn = /\b(?:this|super|arguments|new\.target)\b/.test(code.slice(start, end));
      if (isOwn || !isEager({ start, end })) return;
      const isBlock = body.type === "BlockStatement";
      const head = `(${async ? "async " : ""}function(`;
      const neck = isBlock ? ")" : "){return ";
      const [from, to = start] = [params[0]?.start, params.at(-1)?.end];
      const arrow = code.indexOf("=>", to) + 2;
      if (from === undefined) edited.overwrite(start, arrow, head + neck);
      else {
        if (from > start) edited.remove(start, from);
        edited.prependRight(from, head).overwrite(to, arrow, neck);
      }
      // Before those of the functions around it that end here too.
      edited.prependLeft(end, isBlock ? ")" : "})");
    },
  }).visit(program);
  return edited.toString();
}
