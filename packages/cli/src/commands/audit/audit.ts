import { inWorkspace } from "../../check/check.ts";
import { count } from "../../formats/style.ts";
import { policyOf, policyTexts } from "../../policy/policy-files.ts";
import { init } from "../init/init.ts";
import { type AuditOptions, auditPolicy } from "./audit-policy.ts";
import type { Audit } from "./release.ts";

const PROPOSED =
  "this workspace has no policy: audited with the one that `release-policy init` would propose";

/**
 * Replays the policy of the working tree over the version commits of the history: what would have been refused, when
 * and why. Without a policy, the one that `init` would propose. No code of a commit is run. Throws `CannotJudge` outside
 * a git repository.
 */
export const audit = (options: AuditOptions = {}): Promise<Audit> =>
  inWorkspace(options, async (root) => {
    const texts = policyTexts(root);
    if (policyOf(texts)) return await auditPolicy(root, texts, options);
    const { branch } = options;
    const { files, tracks } = await init({
      cwd: root,
      ...(branch === undefined ? {} : { branch }),
    });
    const only = tracks.flatMap(({ members }) => members.map(({ name }) => name));
    const result = await auditPolicy(root, [...texts, ...files], { ...options, only });
    const shapes = new Map(result.tracks.map(({ name, versions }) => [name, versions]));
    const proposed = tracks
      .map(({ name, members }) => {
        const shape = shapes.get(name);
        return `${name} (${count(members.length, "package")}${shape === undefined ? "" : `, ${shape}`})`;
      })
      .join(", ");
    return { ...result, proposed: true, notes: [`${PROPOSED}: ${proposed}`, ...result.notes] };
  });
