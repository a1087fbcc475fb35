import { commandsIn } from "./commands.ts";
import { ACCESS, type Access, type Forge } from "./forge/forge.ts";

/**
 * What somebody has to be allowed for the commands of a comment; undefined where it has none. Commands are for those who
 * may write: anybody else could make the App work, and speak, for him. Whose approval counts, the policy says; it may
 * name those who triage.
 */
export function accessFor(text: string): Access | undefined {
  const commands = commandsIn(text);
  if (commands.length === 0) return undefined;
  return commands.some(({ kind }) => kind === "approve") ? "triage" : "write";
}

export async function mayCommand(forge: Forge, login: string, needed: Access): Promise<boolean> {
  const access = await forge.permissionOf?.(login);
  return access !== undefined && ACCESS.indexOf(access) >= ACCESS.indexOf(needed);
}
