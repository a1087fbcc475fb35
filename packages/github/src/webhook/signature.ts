import { Webhooks } from "@octokit/webhooks";
import { SILENT } from "../forge/octokit.ts";

export type VerifySignature = (body: string, signature: string) => Promise<boolean>;

/** Whether a webhook comes from GitHub: its body, as the bytes that came, is signed with one of the App's secrets. */
export function signatureVerifier(secrets: readonly string[]): VerifySignature {
  const all = secrets.map((secret) => new Webhooks({ secret, log: SILENT }));
  return async (body, signature) => {
    if (!/^sha256=[0-9a-f]{64}$/.test(signature)) return false;
    for (const webhooks of all) if (await webhooks.verify(body, signature)) return true;
    return false;
  };
}
