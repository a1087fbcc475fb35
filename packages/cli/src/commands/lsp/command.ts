import { once } from "node:events";
import { createConnection } from "vscode-languageserver/node";
import { refuseArguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { ownOutput } from "../own-output.ts";
import { serveEditor } from "./session.ts";

export const lspCommand: Command = {
  usage: "release-policy lsp",
  about: "check changesets, policies and manifests in an editor while you type",
  examples: [["release-policy lsp", "what an editor starts as its language server"]],
  options: { stdio: { about: "use standard input and output (always the case)" } },

  async run({ positionals }) {
    refuseArguments("lsp", positionals);
    const connection = createConnection(process.stdin, ownOutput());
    const end = serveEditor(connection);
    const ended = once(process.stdin, "close");
    connection.listen();
    await ended;
    end();
    return { output: "", code: 0 };
  },
};
