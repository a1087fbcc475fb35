/** Adds what Node 20 lacks of the language: `Map.groupBy`. */
export function supportOlderNode(): void {
  const target = Map as unknown as { groupBy?: typeof Map.groupBy };
  target.groupBy ??= function groupBy<K, T>(
    items: Iterable<T>,
    keyOf: (item: T, index: number) => K,
  ): Map<K, T[]> {
    const groups = new Map<K, T[]>();
    let index = 0;
    for (const item of items) {
      const key = keyOf(item, index++);
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
    return groups;
  };
}
