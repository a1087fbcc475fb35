import { getInput } from "@actions/core";
import { WrongWorkflow } from "./context.ts";

export interface Inputs {
  readonly token: string;
  readonly comment: "auto" | "never";
  readonly status: "auto" | "never";
  readonly changelogs: "auto" | "never";
  readonly author?: string;
  /** The path of the workspace in its repository, without a trailing slash. */
  readonly folder?: string;
}

/** The inputs of action.yml. Throws `WrongWorkflow`. */
export function readInputs(): Inputs {
  const token = getInput("token");
  if (token === "")
    throw new WrongWorkflow("the input token is empty: omit it, or pass an existing secret");
  const author = getInput("comment-author");
  const folder = getInput("folder").replace(/^(?:\.?\/)+|\/+$|^\.$/g, "");
  return {
    token,
    comment: oneOf("comment", ["auto", "never"]),
    status: oneOf("status", ["auto", "never"]),
    changelogs: oneOf("changelogs", ["auto", "never"]),
    ...(author === "" ? {} : { author }),
    ...(folder === "" ? {} : { folder }),
  };
}

function oneOf<T extends string>(name: string, values: readonly [T, ...T[]]): T {
  const given = getInput(name);
  const found = given === "" ? values[0] : values.find((value) => value === given);
  if (found) return found;
  throw new WrongWorkflow(
    `invalid input ${name}: ${JSON.stringify(given)} (expected: ${values.join(", ")})`,
  );
}
