/**
 * The pnpm releases that were measured, by the situations in which they plan differently from ours. `private`: a private
 * package, which no registry has, is treated as never published, and keeps its version. `lead`: an epic's lead at a
 * prerelease of a new major counts as being on that major.
 */
export const MEASURED: Readonly<Record<string, string>> = {
  // Written by scripts/pnpm-releases.ts: begin
  "": "11.28.0 11.28.11 12.8.2 12.10.1 12.12.1 12.14.0 12.16.1 12.18.0 12.20.0 12.21.0",
  lead: "11.13.0 11.14.0 11.15.0",
  private: "12.5.1 12.6.0",
  "private lead": "11.16.0 11.17.0 11.18.0 11.20.0 11.24.0 12.0.0 12.1.0 12.3.4",
  // end
};
