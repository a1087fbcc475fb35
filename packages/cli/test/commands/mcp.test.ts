import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type CallToolResult, Client, InMemoryTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import type { FsFixture } from "fs-fixture";
import { expect, onTestFinished, test } from "vitest";
import { policyServer } from "../../src/commands/mcp/server.ts";
import { bytesOf } from "../kit/file-bytes.ts";
import { install } from "../kit/installed.ts";
import { MAIN, runCli, startCli } from "../kit/run-cli.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

async function installed(): Promise<FsFixture> {
  const fixture = await workspace({ changesets: { cats: { "@acme/plugin": "patch" } } });
  install(fixture.path, 3);
  return fixture;
}

type Transport = Parameters<Client["connect"]>[0];

/** A client of the protocol's own SDK. */
async function clientOf(transport: Transport): Promise<Client> {
  const client = new Client({ name: "test", version: "1.0.0" });
  await client.connect(transport);
  onTestFinished(() => client.close());
  return client;
}

/** Connected to the command as a process. */
const connectedToProcess = (cwd: string): Promise<Client> =>
  clientOf(
    new StdioClientTransport({
      command: process.execPath,
      args: ["--conditions=source", MAIN, "mcp"],
      cwd,
      stderr: "ignore",
    }),
  );

/** Connected to its tools in this process. */
async function connected(cwd: string): Promise<Client> {
  const [transport, ofServer] = InMemoryTransport.createLinkedPair();
  await policyServer(cwd, { color: false, width: 100 }).connect(ofServer);
  return await clientOf(transport);
}

const textOf = ({ content: [first] }: CallToolResult): string =>
  first?.type === "text" ? first.text : "";

test("lists four tools, of which only one writes, with schemas that accept nothing else", async () => {
  const client = await connectedToProcess((await installed()).path);
  const { tools } = await client.listTools();
  const reads = { readOnlyHint: true, openWorldHint: false };
  expect(tools.map(({ name, annotations }) => [name, annotations])).toEqual([
    ["allowed", reads],
    ["check", reads],
    ["explain", reads],
    ["add", { readOnlyHint: false, destructiveHint: false, openWorldHint: false }],
  ]);
  for (const { inputSchema } of tools) expect(inputSchema["additionalProperties"]).toBe(false);
});

test("answers with the JSON of the command line", async () => {
  const { path } = await installed();
  const client = await connected(path);
  const questions: readonly (readonly [string, Record<string, string>, ...string[]])[] = [
    ["allowed", { package: "@acme/plugin" }, "@acme/plugin"],
    ["check", {}],
    ["explain", { subject: "@acme/plugin" }, "@acme/plugin"],
    ["explain", { subject: ".changeset/cats.md" }, "cats"],
    ["explain", { subject: "declared-bump" }, "declared-bump"],
  ];
  for (const [name, input, ...args] of questions) {
    const answer = await client.callTool({ name, arguments: input });
    const { stdout } = await runCli(path, [name, ...args, "--format", "json"]);
    expect(textOf(answer)).toBe(stdout);
    expect(answer.structuredContent).toEqual(JSON.parse(stdout));
    expect(answer.isError).toBeUndefined();
  }
});

test("writes an allowed changeset with the release command", async () => {
  const { path } = await installed();
  const client = await connected(path);
  const bumps = { "@acme/plugin": "minor" };
  const answer = await client.callTool({
    name: "add",
    arguments: { bumps, message: "Load modules lazily." },
  });
  const { files } = answer.structuredContent as { files: string[] };
  expect([answer.isError, files.length]).toEqual([undefined, 1]);
  expect(readFileSync(join(path, files[0]!), "utf8")).toBe(
    changeset(bumps, "Load modules lazily."),
  );
});

test("leaves every byte as it was when the policy refuses, and writes it only if forced", async () => {
  const { path } = await installed();
  const client = await connected(path);
  const before = bytesOf(path);
  const input = { bumps: { "@acme/plugin": "major" }, message: "Drop callbacks." };
  const answer = await client.callTool({ name: "add", arguments: input });
  expect(answer.isError).toBe(true);
  expect(answer.structuredContent).toMatchObject({
    files: [],
    findings: [{ rule: "accidental-graduation", at: { line: 2 } }],
  });
  expect(bytesOf(path)).toEqual(before);
  const forced = await client.callTool({ name: "add", arguments: { ...input, force: true } });
  expect(forced.isError).toBeUndefined();
  expect(Object.keys(bytesOf(path))).toHaveLength(Object.keys(before).length + 1);
});

test("refuses bad input with what to do, and writes nothing", async () => {
  const fixture = await installed();
  const { path } = fixture;
  repository(fixture);
  const client = await connected(path);
  const before = bytesOf(path);
  const inputs: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ["allowed", { package: "@acme/plugi" }, "did you mean @acme/plugin?"],
    ["explain", { subject: "../../etc/passwd" }, "is not a package, changeset or rule"],
    ["check", { since: "--output=x" }, "--output=x"],
    ["check", { dir: "/" }, 'Unrecognized key: "dir"'],
    ["add", { bumps: { "@acme/core": "huge" }, message: "Text." }, "bumps.@acme/core"],
    ["add", { bumps: {}, message: "Text." }, "no package given"],
    ["add", { bumps: { "@acme/core": "patch" }, message: "Text.", cwd: "/" }, '"cwd"'],
  ];
  for (const [name, input, message] of inputs) {
    const answer = await client.callTool({ name, arguments: input });
    expect([answer.isError, textOf(answer)]).toEqual([true, expect.stringContaining(message)]);
  }
  expect(bytesOf(path)).toEqual(before);
});

test("says what is wrong with a broken policy as the command line does, and goes on", async () => {
  const fixture = await installed();
  const client = await connected(fixture.path);
  const good = await fixture.readFile("policies/core.yaml", "utf8");
  await fixture.writeFile("policies/core.yaml", good.replace("versions", "version"));
  const answer = await client.callTool({ name: "check", arguments: {} });
  const { stderr } = await runCli(fixture.path, ["check"]);
  expect([answer.isError, textOf(answer)]).toEqual([true, stderr]);
  await fixture.writeFile("policies/core.yaml", good);
  expect((await client.callTool({ name: "check", arguments: {} })).isError).toBeUndefined();
});

/** Prints whenever a folder is listed, as a planner of the workspace may. */
const PRINTING = `
const fs = require("node:fs");
const { readdirSync } = fs;
fs.readdirSync = (...args) => (console.log("noise"), readdirSync(...args));
require("node:module").syncBuiltinESMExports();
`;

test("writes nothing but messages to its standard output, and ends with its input", async () => {
  const fixture = await installed();
  await fixture.writeFile("printing.cjs", PRINTING);
  const server = startCli(fixture.path, ["mcp"], `--require=${fixture.path}/printing.cjs`);
  const ended = once(server, "close");
  const [output, errors] = [server.stdout, server.stderr].map((stream) =>
    stream.setEncoding("utf8"),
  );
  const clientInfo = { name: "test", version: "1.0.0" };
  const initialize = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo };
  const messages = [
    { id: 1, method: "initialize", params: initialize },
    { method: "notifications/initialized" },
    { id: 2, method: "tools/call", params: { name: "check", arguments: {} } },
  ];
  for (const message of messages)
    server.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  const lines: string[] = [];
  for await (const line of createInterface({ input: output! })) {
    lines.push(line);
    if (lines.length === 2) server.stdin.end();
  }
  expect(lines.map((line) => (JSON.parse(line) as { id: number }).id)).toEqual([1, 2]);
  expect((await errors!.toArray()).join("")).toContain("noise");
  expect(await ended).toEqual([0, null]);
});
