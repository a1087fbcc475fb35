import { realpathSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { run } from "../kit/small-shell.ts";
import { folder } from "../kit/workspace.ts";

const ODD = ["it's", 'a "b" $HOME `x`', "two\nlines", "", "ö*", "-n", "\\n"];

test("the shell of the tests passes on arguments, input and the folder as they are", async () => {
  const { path, mkdir } = await folder({});
  await mkdir("it's a folder");
  const cwd = `${path}/it's a folder`;
  expect(run(cwd, [["printf", "%s\\0", ...ODD]]).toString()).toBe(`${ODD.join("\0")}\0`);
  expect(run(cwd, [["pwd", "-P"]]).toString()).toBe(`${realpathSync(cwd)}\n`);
  const input = Buffer.from([0, 10, 255, 13]);
  expect(run(cwd, [["cat"]], { input })).toEqual(input);
  expect(run(cwd, [["cat"]])).toEqual(Buffer.alloc(0));
});

test("the shell of the tests has the environment of the moment", () => {
  const env = (more?: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      run("/", [["env", "-0"]], { env: more ?? {} })
        .toString()
        .split("\0")
        .map((line) => line.split(/=(.*)/s).slice(0, 2)),
    ) as Record<string, string>;
  const { HOME: home } = env();
  vi.stubEnv("HOME", "/else\nwhere");
  vi.stubEnv("PATH", process.env["PATH"] ?? "");
  vi.stubEnv("LANG", undefined);
  expect(env({ "odd-name": "'1'" })).toMatchObject({ HOME: "/else\nwhere", "odd-name": "'1'" });
  expect(env()).not.toHaveProperty("LANG");
  vi.unstubAllEnvs();
  expect(env()).toMatchObject({ HOME: home });
  expect(env()).not.toHaveProperty("odd-name");
});

test("the shell of the tests stops at the first command that fails, and says how", () => {
  const fails = ["sh", "-c", "echo out; echo no >&2; exit 7"] as const;
  expect(() => run("/", [["true"], fails, ["echo", "never"]])).toThrow(
    expect.objectContaining({
      status: 7,
      message: expect.stringContaining("no\n"),
      stdout: Buffer.from("out\n"),
      stderr: Buffer.from("no\n"),
    }) as Error,
  );
  expect(() => run("/nowhere", [["true"]])).toThrow("nowhere");
  expect(() => run("/", [["not-a-program"]])).toThrow(
    expect.objectContaining({ status: 127 }) as Error,
  );
  expect(run("/", [["echo", "again"]]).toString()).toBe("again\n");
});
