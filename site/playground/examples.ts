import { EXAMPLE_DAY, type Example, exampleFiles } from "@release-policy/core/testing";
import type { Question } from "./engine/engine.ts";

/** An example of a rule as it is asked of the engine. */
export function questionOf(example: Example): Question {
  const { branch, today = EXAMPLE_DAY, since, tags } = example;
  return {
    texts: exampleFiles(example),
    today,
    ...(branch === undefined ? {} : { branch }),
    ...(since ? { base: exampleFiles({ ...example, ...since }) } : {}),
    ...(tags
      ? {
          tags: Object.entries(tags)
            .map(([tag, date]) => ({ tag, date, time: Date.parse(date) / 1000 }))
            .toSorted((a, b) => a.time - b.time),
        }
      : {}),
  };
}
