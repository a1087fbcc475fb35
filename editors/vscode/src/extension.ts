import { existsSync } from "node:fs";
import { join } from "node:path";
import { type WorkspaceFolder, window, workspace } from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";

const clients = new Map<string, LanguageClient>();
const output = window.createOutputChannel("Release policy", { log: true });

/** Starts a server for each folder that has release-policy installed. */
export async function activate(): Promise<void> {
  workspace.onDidChangeWorkspaceFolders(async ({ added, removed }) => {
    await Promise.all([...added.map(start), ...removed.map(stop)]);
  });
  await Promise.all((workspace.workspaceFolders ?? []).map(start));
}

export async function deactivate(): Promise<void> {
  await Promise.all([...clients.values()].map((client) => client.stop()));
}

async function start(folder: WorkspaceFolder): Promise<void> {
  const server = join(folder.uri.fsPath, "node_modules/release-policy/dist/main.cjs");
  if (!existsSync(server)) {
    output.info(`${folder.name}: release-policy is not installed in node_modules`);
    return;
  }
  const inFolder = (pattern: string) => ({
    scheme: "file",
    pattern: { baseUri: folder.uri.toString(), pattern },
  });
  const client = new LanguageClient(
    "release-policy",
    "Release policy",
    { module: server, args: ["lsp"], transport: TransportKind.stdio },
    {
      workspaceFolder: folder,
      outputChannel: output,
      documentSelector: [
        inFolder(".changeset/*"),
        inFolder("policies/*"),
        inFolder("**/package.{json,yaml,json5}"),
        inFolder("pnpm-workspace.yaml"),
      ],
    },
  );
  clients.set(folder.uri.toString(), client);
  await client.start();
}

async function stop(folder: WorkspaceFolder): Promise<void> {
  await clients.get(folder.uri.toString())?.stop();
  clients.delete(folder.uri.toString());
}
