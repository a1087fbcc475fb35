import { getInput } from "@actions/core";

export interface Inputs {
  readonly token: string;
  readonly comment: "auto" | "never";
  readonly status: "auto" | "never";
  readonly author?: string;
}

/** A mistake in the workflow file, in words for who wrote it. */
export class WrongInput extends Error {}

/** The inputs of action.yml. Throws `WrongInput`. */
export function readInputs(): Inputs {
  const token = getInput("token");
  if (token === "")
    throw new WrongInput("the input token is empty: leave it out, or give a secret that exists");
  const author = getInput("comment-author");
  return {
    token,
    comment: oneOf("comment", ["auto", "never"]),
    status: oneOf("status", ["auto", "never"]),
    ...(author === "" ? {} : { author }),
  };
}

function oneOf<T extends string>(name: string, values: readonly [T, ...T[]]): T {
  const given = getInput(name);
  const found = given === "" ? values[0] : values.find((value) => value === given);
  if (found) return found;
  throw new WrongInput(
    `the input ${name} is ${JSON.stringify(given)}: it takes ${values.join(" or ")}`,
  );
}
