import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { CannotCompare, compareSurfaces } from "../src/index.ts";

const surface = (text: string) => ({ entry: "index.d.ts", files: { "index.d.ts": text } });

test("declarations cannot reach a file on disk", () => {
  const folder = mkdtempSync(join(tmpdir(), "api-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const secret = join(folder, "secret");
  writeFileSync(`${secret}.d.ts`, "export declare const leaked: 1;");
  writeFileSync(`${secret}.json`, '{ "leaked": 1 }');
  const text = [
    `/// <reference path="${secret}.d.ts" />`,
    `export * from "${secret}";`,
    `export type A = typeof import("${secret}").leaked;`,
    `export { default as B } from "${secret}.json";`,
  ].join("\n");
  const output = JSON.stringify(compareSurfaces(surface(""), surface(text)));
  expect(output).toContain('"A"');
  expect(output).not.toContain('"leaked"');
});

test("declarations that are too large or nested too deeply are rejected", () => {
  const deep = `export type A = ${"[".repeat(20_000)}${"]".repeat(20_000)};`;
  expect(() => compareSurfaces(surface("export type A = [];"), surface(deep))).toThrow(
    CannotCompare,
  );
  const large = { entry: "index.d.ts", files: { "index.d.ts": " ".repeat(20_000_001) } };
  expect(() => compareSurfaces(surface(""), large)).toThrow("limit: 20000000");
});

test("declarations that take TypeScript too long are rejected in time", () => {
  const slow = (end: string) =>
    Array.from(
      { length: 40 },
      (_, i) => `
        type T${i}<A extends unknown[], N> = A["length"] extends 900 ? N : T${i}<[...A, [N, A]], N | A["length"]>;
        export declare const x${i}: T${i}<[${i}], ${end}>;
        export declare function f${i}<K extends T${i}<[], "${i}">>(k: K, l: T${i}<[K], ${end}>): T${i}<[K, K], ${end}>;`,
    ).join("");
  const start = performance.now();
  expect(() => compareSurfaces(surface(slow("1")), surface(slow("2")), { seconds: 1 })).toThrow(
    "limit: 1 s",
  );
  expect(performance.now() - start).toBeLessThan(30_000);
  // The next comparison has a process of its own.
  expect(compareSurfaces(surface(""), surface("export declare const a: 1;"))).toHaveLength(1);
});

test("tags define the stability of an element, and its deprecation", () => {
  const before = "/** @experimental */ export declare const a: 1;\nexport declare const b: 1;";
  const after =
    "/** @experimental */ export declare const a: 2;\n/** @deprecated use a */ export declare const b: 1;";
  const differences = compareSurfaces(surface(before), surface(after));
  expect(differences.map(({ kind, path, stability }) => [kind, path, stability])).toEqual([
    ["breaking", "a", "experimental"],
    ["deprecated", "b", "public"],
  ]);
});

test("names the member and the place of a break", () => {
  const before =
    "export interface Options { retry?: { times: number } }\nexport declare function open(o: Options): void;";
  const after = before.replace("times: number", "times: number; wait: number");
  expect(compareSurfaces(surface(before), surface(after))).toMatchObject([
    {
      kind: "breaking",
      path: "Options.retry.wait",
      at: { path: "index.d.ts", line: 1, column: 18 },
    },
  ]);
});

test.each(["x; /*", "x => 1;\n//", "a b"])(
  "an export called %j hides no break of another",
  (name) => {
    const text = (type: string) =>
      `declare const a: ${type}; export { a as ${JSON.stringify(name)} }; export declare const b: ${type};`;
    const differences = compareSurfaces(surface(text("string")), surface(text("number")));
    expect(new Set(differences.map(({ kind, path }) => `${kind} ${path}`))).toEqual(
      new Set(["breaking b", `possibly breaking ${name}`]),
    );
  },
);

test("does not descend repeatedly into a namespace that exports itself", () => {
  const text = (type: string) =>
    `declare namespace p { export { p as default }; export const a: ${type}; } export = p;`;
  const paths = compareSurfaces(surface(text("1")), surface(text("2"))).map(({ path }) => path);
  expect(paths.filter((path) => path.includes("default.default"))).toEqual([]);
  expect(paths).toContain("a");
});

// pkill finds TypeScript's process by its name, which differs on other systems.
test.runIf(process.platform === "linux")("says so if TypeScript's process crashes", () => {
  // A comparison blocks its process, so a third one ends TypeScript's in the middle of it.
  const script = `
    import { spawn } from "node:child_process";
    import { CannotCompare, compareSurfaces } from "./src/index.ts";
    const surface = (type) => ({ entry: "index.d.ts", files: { "index.d.ts":
      Array.from({ length: 30_000 }, (_, i) => "export declare const a" + i + ": " + type).join(";") } });
    const kill = "for i in $(seq 500); do pkill -KILL -P " + process.pid + " tsc && exit; sleep 0.02; done";
    spawn("sh", ["-c", kill], { stdio: "ignore" });
    try {
      compareSurfaces(surface("string"), surface("number"));
    } catch (error) {
      console.log(error instanceof CannotCompare, error.message);
    }`;
  const args = ["--conditions=source", "--input-type=module", "-e", script];
  const output = execFileSync(process.execPath, args, { cwd: join(import.meta.dirname, "..") });
  expect(output.toString()).toMatch(/^true TypeScript has failed: /);
});

test("handles files that import each other, and recursive types", () => {
  const files = (end: string) => ({
    entry: "index.d.ts",
    files: {
      "index.d.ts":
        'export * from "./other.js"; export type { A as B } from "./index.js"; export interface A extends B {}',
      "other.d.ts": `export * from "./index.js"; export type T = T | ${end}; export interface L { next: L; end: ${end} }`,
    },
  });
  const paths = compareSurfaces(files("1"), files("2")).map(({ path }) => path);
  expect(paths).toContain("L.end");
});
