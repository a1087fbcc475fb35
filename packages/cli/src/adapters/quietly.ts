/**
 * Runs a synchronous function without what it prints: the planners warn on the console about edges that they
 * do not follow, which our own rules say better and in the right place.
 */
export function quietly<T>(run: () => T): T {
  const { error, warn } = console;
  console.error = console.warn = () => {};
  try {
    return run();
  } finally {
    Object.assign(console, { error, warn });
  }
}
