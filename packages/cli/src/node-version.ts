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
export const laterOptimization = (versions?: Versions): readonly string[] =>
  knowsSettings(versions)
    ? [
        "--invocation-count-for-maglev=2000",
        "--invocation-count-for-maglev-osr=500",
        "--invocation-count-for-turbofan=30000",
        "--invocation-count-for-osr=8000",
      ]
    : [];

/**
 * A setting of V8, with which the space for new objects keeps the size that it has. It would double again and again: with
 * 5,000 packages, its last size takes a quarter of the memory and is filled only once. None where V8 may not have it.
 */
export const steadyNewSpace = (versions?: Versions): readonly string[] =>
  knowsSettings(versions) ? ["--semi-space-growth-factor=1"] : [];

type Versions = Readonly<Record<string, string | undefined>>;

const knowsSettings = ({ node = "", bun }: Versions = process.versions): boolean =>
  bun === undefined && /^2[2-6]\./.test(node);
