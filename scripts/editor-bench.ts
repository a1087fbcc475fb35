import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  StreamMessageReader,
  StreamMessageWriter,
  createProtocolConnection,
} from "../packages/cli/node_modules/vscode-languageserver/lib/node/main.js";
import { writeWorkspace } from "./bench/workspace.ts";

/**
 * Prints how long the built language server takes to answer edits of a changeset among 1,000 packages, from the key to
 * the diagnostics, and its CPU time and memory. Linux only.
 * usage: pnpm build && pnpm editor-bench [packages] [edits]
 */
const [packages = 1000, edits = 40] = process.argv.slice(2).map(Number);
const WARMING = 10;
const CLI = join(import.meta.dirname, "../packages/cli/dist/main.cjs");
const PATH = ".changeset/typed.md";

const root = writeWorkspace({ packages, changesets: packages / 5 });
const server = spawn(process.execPath, [CLI, "lsp"], { cwd: root });
const connection = createProtocolConnection(
  new StreamMessageReader(server.stdout),
  new StreamMessageWriter(server.stdin),
);
let published = Promise.withResolvers<void>();
const uri = pathToFileURL(join(root, PATH)).href;
connection.onNotification("textDocument/publishDiagnostics", (params: { uri: string }) => {
  if (params.uri === uri) published.resolve();
});
connection.listen();
const workspaceFolders = [{ uri: pathToFileURL(root).href, name: "workspace" }];
const capabilities = { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } };
await connection.sendRequest("initialize", {
  processId: process.pid,
  rootUri: null,
  workspaceFolders,
  capabilities,
});
connection.onRequest("client/registerCapability", () => null);
await connection.sendNotification("initialized", {});

const wall: number[] = [];
const cpu: number[] = [];
for (let i = 0; i < WARMING + edits; i++) {
  // A track allows no major; each edit changes what is shown.
  const bump = i % 2 === 0 ? "major" : "minor";
  const text = `---\n"@acme/core-0": ${bump}\n---\n\nEdit ${i}.\n`;
  published = Promise.withResolvers();
  const [before, start] = [cpuMs(), performance.now()];
  const change =
    i === 0
      ? ["didOpen", { textDocument: { uri, languageId: "markdown", version: i, text } }]
      : ["didChange", { textDocument: { uri, version: i }, contentChanges: [{ text }] }];
  await connection.sendNotification(`textDocument/${change[0] as string}`, change[1]);
  await published.promise;
  if (i < WARMING) continue;
  wall.push(performance.now() - start);
  cpu.push(cpuMs() - before);
}
const [, peak] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))!;
console.log(`${packages} packages, ${packages / 5} changesets, ${edits} edits after ${WARMING}`);
console.log(`edit to diagnostics: median ${middle(wall)} ms, of which 20 ms are the pause`);
console.log(`CPU of an edit: ${Math.round(cpu.reduce((a, b) => a + b, 0) / edits)} ms`);
console.log(`peak memory: ${Math.round(Number(peak) / 1024)} MB`);
connection.dispose();
server.stdin.end();
await once(server, "exit");
rmSync(root, { recursive: true, force: true });

function middle(times: readonly number[]): number {
  return Math.round(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!);
}

/** User and system time of the server, in ticks of 10 ms. */
function cpuMs(): number {
  const fields = readFileSync(`/proc/${server.pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
