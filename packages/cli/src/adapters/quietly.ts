/**
 * Runs a synchronous function without what it prints: the planners warn on the console about edges that they
 * do not follow, which our own rules say better and in the right place.
 */
export function quietly<T>(run: () => T): T {
  const { console } = globalThis;
  const spoken = { error: console.error.bind(console), warn: console.warn.bind(console) };
  Object.assign(console, { error: silence, warn: silence });
  try {
    return run();
  } finally {
    Object.assign(console, spoken);
  }
}

const silence = (): void => {};
