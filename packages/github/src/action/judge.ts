import type { Evaluation } from "../engine/evaluation.ts";
import { judgeIn, type Change } from "../judge-in.ts";
import type { Context } from "./context.ts";
import type { Inputs } from "./inputs.ts";

/** Judges a change of the job's own repository. */
export function judgeChange(
  { server, owner, name }: Context,
  { token, folder }: Inputs,
  change: Change,
): Promise<Evaluation> {
  return judgeIn(
    {
      url: `${server}/${owner}/${name}`,
      // How git of GitHub takes a token: as the password of this user.
      authorization: `basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`,
      ...(folder === undefined ? {} : { folder }),
    },
    change,
  );
}
