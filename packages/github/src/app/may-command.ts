import { ACCESS, type Forge } from "../forge/forge.ts";

/** Commands are for those who may write: anybody else could make the App work for him, and speak. */
export async function mayCommand(forge: Forge, login: string): Promise<boolean> {
  const access = await forge.permissionOf?.(login);
  return access !== undefined && ACCESS.indexOf(access) >= ACCESS.indexOf("write");
}
