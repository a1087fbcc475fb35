import type { PastRelease } from "./evidence.ts";
import type { Package } from "./facts.ts";

/**
 * The packages, with `isNew` on those that were never released: without a tag where others have one, and at 0.0.0 or a
 * prerelease of it without a tag of their own.
 */
export function markNew(
  packages: readonly Package[],
  history: readonly PastRelease[] = [],
): readonly Package[] {
  const released = new Set(history.map((past) => past.package));
  return packages.map((pkg) => {
    const isNew =
      !released.has(pkg.name) && (released.size > 0 || /^0\.0\.0(?:-|$)/.test(pkg.version ?? ""));
    return isNew || pkg.isNew ? { ...pkg, isNew } : pkg;
  });
}
