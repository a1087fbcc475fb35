import type { Answer, Call, Pass } from "./fault-proxy.ts";

/** Bots have an avatar, and addresses without brackets. */
export function addressed(answer: Answer): Answer {
  const text = JSON.stringify(answer.body);
  if (!text?.includes("[bot]")) return answer;
  const body: unknown = JSON.parse(
    text
      .replaceAll('"avatar_url":""', '"avatar_url":"https://avatars.github.test/bot"')
      .replaceAll(/(?<!\\)"https?:[^"\s]*\[bot\]/g, (url) => url.replace("[bot]", "%5Bbot%5D")),
  );
  return { ...answer, body };
}

/** GitHub says `write` where the emulator says `push`, and `read` of everybody in a public repository. */
export async function permission(call: Call, answer: Answer, pass: Pass): Promise<Answer> {
  if (answer.status === 404) {
    const login = call.path.split("/").at(-2);
    const user = await pass({ ...call, path: `/users/${login}` });
    if (user.status !== 200) return answer;
    return { status: 200, body: permissionOf("read", "read", user.body) };
  }
  const { role_name: role, user } = answer.body as { readonly role_name: string; user: unknown };
  const legacy = role === "maintain" ? "write" : role === "triage" ? "read" : role;
  return { ...answer, body: permissionOf(legacy, role, user) };
}

const permissionOf = (legacy: string, role: string, user: unknown) => ({
  permission: legacy,
  role_name: role,
  user: { ...(user as object), role_name: role },
});
