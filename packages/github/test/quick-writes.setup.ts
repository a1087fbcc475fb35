import { createRequire } from "node:module";
import { Octokit } from "@octokit/core";
import { throttling } from "@octokit/plugin-throttling";
import { SECOND } from "./second.ts";

interface Limiter {
  new (): object;
  readonly Group: new (options: { readonly minTime?: number }) => object;
}

const plugin = createRequire(import.meta.url).resolve("@octokit/plugin-throttling");
const Bottleneck = createRequire(plugin)("bottleneck/light.js") as Limiter;

/** The limiter of Octokit's plugin, for which a second is as short as for the other parts of a test. */
class Quick extends Bottleneck {
  static override readonly Group = class extends Bottleneck.Group {
    constructor({ minTime = 0, ...options }: { readonly minTime?: number }) {
      super({ ...options, minTime: (minTime / 1000) * SECOND });
    }
  };
}

// The first client that asks makes the limiters of all clients of its process. The published App has its own process
// or its own copy of the plugin, and keeps the second between two writes.
const client = new (Octokit.plugin(throttling))({
  throttle: {
    Bottleneck: Quick as never,
    onRateLimit: () => false,
    onSecondaryRateLimit: () => false,
  },
  request: { fetch: async () => Response.json({}) },
});
await client.request("GET /");
