/**
 * In which situations releases of pnpm plan something else than the bundled planner. `private`: a private package that
 * no registry has is taken for one that was never published, and keeps its version.
 */
export const MEASURED: Readonly<Record<string, readonly string[]>> = {
  // Written by scripts/pnpm-releases.ts: begin
  // end
};
