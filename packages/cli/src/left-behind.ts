import { say, type Facts, type Sentence, type TrainMove } from "@release-policy/core";
import { satisfies } from "./adapters/ranges.ts";

/**
 * Plain ranges that leave out the number that a train gives their package: Changesets sees its own number inside, and
 * rewrites nothing. Workspace ranges follow by themselves.
 */
export const leftBehind = (
  { packages, releases }: Facts,
  trains: readonly TrainMove[],
): Sentence[] =>
  packages.flatMap(({ name, dependencies }) =>
    dependencies.flatMap(({ name: on, field, spec, range }) => {
      const to = trains.find((move) => move.name === on)?.to;
      const next = releases
        .find((release) => release.name === name)
        ?.ranges.find((one) => one.on === on && one.field === field);
      const after = next?.after ?? range;
      if (to === undefined || after === undefined || spec.startsWith("workspace:")) return [];
      return satisfies(to, after)
        ? []
        : [say`${name} asks for ${on} ${after}, which leaves out ${to}`];
    }),
  );
