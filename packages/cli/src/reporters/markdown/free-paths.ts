/** The names that a new file can have, in an order that never changes: the wish, then the wish with 2, 3, … */
export function freePaths(path: string, taken: readonly string[]): (i: number) => string {
  const known = new Set(taken.map((one) => one.toLowerCase()));
  const stem = path.replace(/\.md$/, "");
  const free: string[] = [];
  let last = 0;
  return (i) => {
    while (free.length <= i) {
      last++;
      const next = `${stem}${last === 1 ? "" : `-${last}`}.md`;
      if (!known.has(next.toLowerCase())) free.push(next);
    }
    return free[i]!;
  };
}
