import type { Server } from "node:http";
import type { PolicyApp } from "./app.ts";
import type { Log } from "./log.ts";
import { serve } from "./server.ts";
import type { Settings } from "./settings.ts";

export interface Started {
  readonly port: number;
  /** Stops taking webhooks, finishes what was taken or gives it up in time, closes. */
  stop(): Promise<void>;
}

const DAY = 24 * 60 * 60 * 1000;

/** Listens, sweeps at once and then every few minutes. Throws where the address cannot be listened on. */
export async function start(app: PolicyApp, settings: Settings, log: Log): Promise<Started> {
  const server = serve(app.handle);
  await listen(server, settings);
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : settings.port;
  log("listening", { port, host: settings.host });
  const sweeps = sweepAgainAndAgain(app, settings);
  return {
    port,
    async stop() {
      sweeps.stop();
      log("stopping", { seconds: settings.stopSeconds });
      await app.stop(settings.stopSeconds);
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Each sweep goes back to the last one that saw everything, and a little further. */
function sweepAgainAndAgain(
  app: PolicyApp,
  { sweepMinutes, sweepDays, evaluationSeconds }: Settings,
): { stop(): void } {
  if (sweepMinutes === 0) return { stop: () => {} };
  let since = new Date(Date.now() - sweepDays * DAY);
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const once = async () => {
    const began = Date.now();
    const { complete } = await app.sweep(since);
    if (complete) since = new Date(began - 4 * evaluationSeconds * 1000);
    // Copies that started together do not stay together.
    const wait = sweepMinutes * 60_000 * (0.75 + Math.random() / 2);
    if (!stopped) timer = setTimeout(() => void once(), wait);
  };
  void once();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

const listen = (server: Server, { port, host }: Settings): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
