import { readFileSync } from "node:fs";
import type { Plugin } from "rolldown";

const COPY = "?mcp";
const OF_MCP = /[\\/](?:@modelcontextprotocol|src[\\/]commands[\\/]mcp)[\\/]|\?mcp$/;
const SHIMS = "@modelcontextprotocol/server/_shims";

/**
 * The SDK of the Model Context Protocol uses far more of zod than a check, which would load all of that in the part that
 * both share: `mcp` gets a copy of its own. The validator of JSON schemas, for questions that a server asks its client, is
 * left out: this one asks none.
 */
export function leanMcp(): Plugin {
  return {
    name: "lean-mcp",
    async resolveId(id, importer = "") {
      if (id === SHIMS) return `\0${id}`;
      const isZod = /^zod(?:\/|$)/.test(id) || importer.endsWith(COPY);
      if (!isZod || !OF_MCP.test(importer)) return null;
      const from = importer.replace(COPY, "");
      const found = await this.resolve(id, from, { skipSelf: true });
      return found && `${found.id}${COPY}`;
    },
    load(id) {
      if (id === `\0${SHIMS}`)
        return 'export { default as process } from "node:process";\nexport class DefaultJsonSchemaValidator {}';
      return id.endsWith(COPY) ? readFileSync(id.replace(COPY, ""), "utf8") : null;
    },
  };
}
