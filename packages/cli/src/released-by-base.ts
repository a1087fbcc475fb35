import { origin, type Facts, type Release } from "@release-policy/core";

/**
 * The releases to which no changeset of the change leads, by package: they are made without the change, too. A version
 * commit makes all of its versions itself.
 */
export function releasedByBase({ releases, changes }: Facts): readonly string[] {
  if (!changes || changes.planned) return [];
  const own = new Set(changes.changesets);
  const led = new Set<string>();
  const dependents = Map.groupBy(
    releases.flatMap((release) => release.causes.map((cause) => ({ release, on: origin(cause) }))),
    ({ on }) => on,
  );
  const follow = ({ name }: Release): void => {
    if (led.has(name)) return;
    led.add(name);
    queue.push(name);
  };
  const queue: string[] = [];
  for (const release of releases) {
    const isOwn = release.causes.some(
      (cause) => cause.kind === "changeset" && own.has(cause.changeset),
    );
    if (isOwn || release.written) follow(release);
  }
  for (const name of queue) for (const { release } of dependents.get(name) ?? []) follow(release);
  return releases.flatMap(({ name }) => (led.has(name) ? [] : [name]));
}
