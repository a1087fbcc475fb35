/** Whether a version of Node is below 20.19, the first that is supported. */
export function isNodeTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < 20 || (major === 20 && minor < 19);
}

/**
 * Settings of V8, as arguments of `node`, with which it optimizes functions only after five to ten times as many calls as
 * by default. It optimizes on other threads, for programs that run for minutes; in a process of a second nearly all of that
 * code comes too late, and costs up to a fifth of the CPU time. A longer run is optimized all the same. None where V8 may
 * not have them, because it would complain on standard error.
 */
export function laterOptimization(
  { node = "", bun }: Readonly<Record<string, string | undefined>> = process.versions,
): readonly string[] {
  if (bun !== undefined || !/^2[2-6]\./.test(node)) return [];
  return [
    "--invocation-count-for-maglev=2000",
    "--invocation-count-for-maglev-osr=500",
    "--invocation-count-for-turbofan=30000",
    "--invocation-count-for-osr=8000",
  ];
}
