import { ForgeRefused, type Forge } from "../forge/forge.ts";

/** The forge, which also tells what it refuses: `post` makes sentences of it, and the App has to know whether to try again. */
export function watched(forge: Forge, refused: (refusal: ForgeRefused) => void): Forge {
  const tell = (error: unknown): never => {
    if (error instanceof ForgeRefused) refused(error);
    throw error;
  };
  return new Proxy(forge, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== "function") return method;
      return (...given: readonly unknown[]): unknown => {
        const answer: unknown = Reflect.apply(method, target, given);
        return answer instanceof Promise ? answer.catch(tell) : each(answer, tell);
      };
    },
  });
}

async function* each(all: unknown, tell: (error: unknown) => never): AsyncIterable<unknown> {
  try {
    yield* all as AsyncIterable<unknown>;
  } catch (error) {
    tell(error);
  }
}
