import type { Answer, Call, Pass } from "./fault-proxy.ts";
import { addressed, permission } from "./github-corrections.ts";
import type { Origin } from "./origin.ts";

/** Whoever asks, by token. */
export interface Caller {
  readonly login: string;
  readonly permissions?: Readonly<Record<string, string>>;
}

export interface StatusRow {
  readonly state: string;
  readonly context: string;
  readonly description: string | null;
  readonly target_url: string | null;
}

/** What GitHub does and the emulator does not, kept beside it. */
export class GitHubGaps {
  readonly statuses = new Map<string, StatusRow[]>();
  readonly callers = new Map<string, Caller>();
  readonly installations = new Map<string, Caller>();
  readonly #locked = new Set<number>();
  readonly #events = new Map<number, object[]>();
  readonly #owner: string;
  readonly #origin: () => Origin | undefined;
  #serial = 9000;

  constructor(owner: string, origin: () => Origin | undefined) {
    this.#owner = owner;
    this.#origin = origin;
  }

  async answer(call: Call, pass: Pass): Promise<Answer> {
    const token = /^(?:bearer|token) (.+)$/i.exec(call.headers["authorization"] ?? "")?.[1] ?? "";
    const caller = this.callers.get(token);
    // What has two dots is an app's own signature.
    if (token !== "" && !caller && token.split(".").length !== 3) return BAD_CREDENTIALS;
    const own = await this.#own(call, caller, pass);
    if (own) return own;
    const answer = addressed(await pass(call));
    if (answer.status === 403 && caller?.permissions) return refusal(NOT_ACCESSIBLE);
    return this.#corrected(call, answer, pass);
  }

  async #own(call: Call, caller: Caller | undefined, pass: Pass): Promise<Answer | undefined> {
    const on = (pattern: RegExp) => pattern.exec(`${call.method} ${call.path}`)?.slice(1);
    if (on(/^(?:POST|PATCH) .+\/issues\/(?:\d+\/)?comments(?:\/\d+)?$/)) {
      const { body } = call.body as { readonly body: unknown };
      if (typeof body === "string" && body.length > 65_536) return TOO_LONG;
    }
    if (caller?.permissions && on(/^GET \/user$/)) return refusal(NOT_ACCESSIBLE);
    const [commented] = on(/^POST .+\/issues\/(\d+)\/comments$/) ?? [];
    if (commented && this.#locked.has(Number(commented)) && caller?.login !== this.#owner)
      return refusal("Unable to create comment because issue is locked.");
    if (on(/^(?:PATCH|DELETE) (.+\/issues\/comments\/\d+)$/)) {
      const comment = await pass({ ...call, method: "GET", body: undefined });
      const author = (comment.body as { readonly user?: { readonly login: string } }).user?.login;
      if (comment.status === 200 && author !== caller?.login && caller?.login !== this.#owner)
        return refusal(
          caller?.permissions ? NOT_ACCESSIBLE : "Must have admin rights to Repository.",
        );
    }
    const [locked] = on(/^(?:PUT|DELETE) .+\/issues\/(\d+)\/lock$/) ?? [];
    if (locked) {
      if (call.method === "PUT") this.#locked.add(Number(locked));
      else this.#locked.delete(Number(locked));
      return { status: 204 };
    }
    const [number] = on(/^GET .+\/issues\/(\d+)\/(?:events|timeline)$/) ?? [];
    if (number) return { status: 200, body: this.#events.get(Number(number)) ?? [] };
    const [set] = on(/^POST .+\/statuses\/([\da-f]{40})$/) ?? [];
    if (set) return this.#setStatus(set, call, caller, await account(caller, call, pass));
    const [listed] = on(/^GET .+\/commits\/([^/]+)\/statuses$/) ?? [];
    if (listed) return { status: 200, body: this.statuses.get(listed) ?? [] };
    if (on(/^GET \/installation\/repositories$/)) {
      // An installation is for what its account has: here one repository.
      const answer = await pass({ ...call, path: `/users/${this.#owner}/repos` });
      const repositories = answer.body as readonly object[];
      return { status: 200, body: { total_count: repositories.length, repositories } };
    }
    return undefined;
  }

  #setStatus(commit: string, { body }: Call, caller: Caller | undefined, creator: unknown): Answer {
    if (caller?.permissions && caller.permissions["statuses"] !== "write")
      return refusal(NOT_ACCESSIBLE);
    const { state, context, description, target_url } = body as StatusRow;
    if ((description ?? "").length > 140)
      return {
        status: 422,
        body: { message: "Validation failed: description is too long (maximum is 140 characters)" },
      };
    const at = new Date().toISOString();
    const row = {
      url: `https://api.github.test/statuses/${commit}`,
      avatar_url: null,
      id: ++this.#serial,
      node_id: "S",
      state,
      context,
      description: description ?? null,
      target_url: target_url ?? null,
      created_at: at,
      updated_at: at,
      creator,
    };
    this.statuses.set(commit, [row, ...(this.statuses.get(commit) ?? [])]);
    return { status: 201, body: row };
  }

  async #corrected(call: Call, answer: Answer, pass: Pass): Promise<Answer> {
    const text = `${call.method} ${call.path}`;
    const [, installation] = /^POST \/app\/installations\/(\d+)\/access_tokens$/.exec(text) ?? [];
    const known = installation && this.installations.get(installation);
    if (known && answer.status === 201)
      this.callers.set((answer.body as { token: string }).token, known);
    if (/^(?:GET|POST|PATCH) .+\/pulls(?:\/\d+)?$/.test(text) && answer.status < 300)
      return { ...answer, body: mapped(answer.body, (pull) => this.#pull(pull)) };
    const [, number] = /^(?:POST|PUT|DELETE) .+\/issues\/(\d+)\/labels(?:\/.+)?$/.exec(text) ?? [];
    if (number && answer.status < 300) await this.#labelled(Number(number), call, pass);
    if (/^GET .+\/collaborators\/[^/]+\/permission$/.test(text))
      return permission(call, answer, pass);
    return answer;
  }

  #pull(pull: Pull): Pull {
    const origin = this.#origin();
    const head = origin?.commit(`refs/pull/${pull.number}/head`);
    const base = origin?.commit(pull.base.ref);
    return {
      ...pull,
      locked: this.#locked.has(pull.number),
      head: { ...pull.head, ...(head && { sha: head }) },
      base: { ...pull.base, ...(base && { sha: base }) },
    };
  }

  async #labelled(number: number, call: Call, pass: Pass): Promise<void> {
    const token = { authorization: call.headers["authorization"] ?? "" };
    const actor = (
      await pass({ ...call, method: "GET", path: "/user", body: undefined, headers: token })
    ).body;
    const names =
      call.method === "DELETE"
        ? [decodeURIComponent(call.path.split("/").at(-1) ?? "")]
        : ((call.body as { labels?: string[] }).labels ?? []);
    const events = names.map((name) => ({
      id: ++this.#serial,
      node_id: "E",
      url: `https://api.github.test/events/${this.#serial}`,
      actor,
      event: call.method === "DELETE" ? "unlabeled" : "labeled",
      commit_id: null,
      commit_url: null,
      created_at: new Date().toISOString(),
      performed_via_github_app: null,
      label: { name, color: "ededed" },
    }));
    this.#events.set(number, [...(this.#events.get(number) ?? []), ...events]);
  }
}

/** The emulator knows a bot only once it has written something. */
async function account(caller: Caller | undefined, call: Call, pass: Pass): Promise<unknown> {
  if (!caller) return null;
  const { login, permissions } = caller;
  const user = await pass({ ...call, method: "GET", path: "/users/ghost", body: undefined });
  return { ...(user.body as object), login, type: permissions ? "Bot" : "User" };
}

interface Pull {
  readonly number: number;
  readonly locked?: boolean;
  readonly head: object;
  readonly base: { readonly ref: string };
}

const NOT_ACCESSIBLE = "Resource not accessible by integration";

const refusal = (message: string): Answer => ({
  status: 403,
  body: { message, documentation_url: "https://docs.github.com/rest", status: "403" },
});

const BAD_CREDENTIALS: Answer = {
  status: 401,
  body: { message: "Bad credentials", documentation_url: "https://docs.github.com/rest" },
};

const TOO_LONG: Answer = {
  status: 422,
  body: {
    message: "Validation Failed",
    errors: [
      {
        resource: "IssueComment",
        code: "unprocessable",
        field: "data",
        message: "Body is too long (maximum is 65536 characters)",
      },
    ],
    documentation_url: "https://docs.github.com/rest",
  },
};

const mapped = (body: unknown, change: (pull: Pull) => Pull): unknown =>
  Array.isArray(body) ? body.map(change) : change(body as Pull);
