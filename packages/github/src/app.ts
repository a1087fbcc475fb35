import { type CreatedApp, appWith } from "./app/create-app.ts";
import type { Environment } from "./app/settings.ts";

export type { CreatedApp } from "./app/create-app.ts";

/**
 * The App for an environment, without a server. Throws `BadSettings` with every mistake in it. `write` receives the
 * log line by line; default: standard output.
 */
export const createApp = (environment?: Environment, write?: (line: string) => void): CreatedApp =>
  appWith(environment, write);
