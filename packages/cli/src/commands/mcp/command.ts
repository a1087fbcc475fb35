import { once } from "node:events";
import { StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import { refuseArguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { ownOutput } from "../own-output.ts";
import { policyServer } from "./server.ts";

export const mcpCommand: Command = {
  usage: "release-policy mcp",
  about: "answer coding agents over the Model Context Protocol",
  examples: [
    ["release-policy mcp", "what a coding agent starts as its server (see docs/agents.md)"],
  ],
  options: {},

  async run({ positionals }, terminal) {
    refuseArguments("mcp", positionals);
    const transport = new StdioServerTransport(process.stdin, ownOutput());
    const server = serveStdio(() => policyServer(process.cwd(), terminal), {
      transport,
      onerror: ({ message }) => terminal.note?.(`${message}\n`),
    });
    // A client that is gone is the end of the session, not an error.
    await once(process.stdin, "close").catch(() => {});
    await server.close();
    return { output: "", code: 0 };
  },
};
