import { approved, type Approved } from "../approvals/approved.ts";
import type { Evaluation } from "../engine/evaluation.ts";
import type { Forge, Note } from "../forge/forge.ts";
import { KEY } from "../post.ts";
import type { PullRequest } from "../pull-request.ts";
import { keyOf, readMarked } from "../sticky/marker.ts";
import type { Inputs } from "./inputs.ts";

/** What people have approved is taken from what counts. Throws `ForgeRefused` where the forge does not tell. */
export function withApprovals(
  forge: Forge,
  pullRequest: PullRequest,
  evaluation: Evaluation,
  { folder = KEY }: Inputs,
): Promise<Approved> {
  const isSticky = ({ body }: Note): boolean => readMarked(body)?.marker.key === keyOf(folder);
  return approved(forge, pullRequest, evaluation, { isSticky });
}
