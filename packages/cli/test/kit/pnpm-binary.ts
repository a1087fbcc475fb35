import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const pnpm = require("pnpm/native-binary.mjs") as {
  readonly resolveInstalledBinary: () => string | null;
};

/** The native executable of the pnpm that this repository has installed. Its script only starts Node to look for it. */
export const PNPM_BINARY = ((): string => {
  const binary = pnpm.resolveInstalledBinary();
  if (binary === null) throw new Error("run `pnpm install`: pnpm has no executable here");
  return binary;
})();
