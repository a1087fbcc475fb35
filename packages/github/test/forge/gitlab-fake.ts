import {
  Board,
  serve,
  TOKENS,
  type FakeRequest,
  type Person,
  type Row,
  type FakeResponse,
} from "./fake.ts";

export const HEAD = "a".repeat(40);
export const BASE = "b".repeat(40);

const NOTES = /^\/api\/v4\/projects\/7\/merge_requests\/5\/notes(?:\/(\d+))?$/;

/** As much of GitLab 17's API as is used, with its defaults, limits and errors as its documentation has them. */
export async function gitlabFake(
  commits = { head: HEAD, base: BASE },
): Promise<{ readonly board: Board; readonly apiUrl: string }> {
  const board = new Board();
  const url = await serve(board, (request) => answer(board, request, commits));
  return { board, apiUrl: `${url}/api/v4` };
}

const message = (status: number, text: unknown): FakeResponse => ({
  status,
  body: { message: text },
});

function answer(board: Board, request: FakeRequest, commits: Commits): FakeResponse {
  const who = TOKENS[request.token];
  if (!who) return message(401, "401 Unauthorized");
  if (!who.writes && request.method !== "GET")
    return {
      status: 403,
      body: { error: "insufficient_scope", error_description: "higher privileges needed" },
    };
  const [noted, id] = NOTES.exec(request.path) ?? [];
  if (noted !== undefined) return notes(board, request, who, id);
  const [, commit] = /^\/api\/v4\/projects\/7\/statuses\/([\da-f]{40})$/.exec(request.path) ?? [];
  if (commit !== undefined) {
    if (
      !["pending", "running", "success", "failed", "canceled"].includes(
        String(request.body["state"]),
      )
    )
      return { status: 400, body: { error: "state does not have a valid value" } };
    board.statuses.push({ commit, body: request.body });
    return { status: 201, body: request.body };
  }
  switch (request.path) {
    case "/api/v4/user":
      return { status: 200, body: { id: who.id, username: who.login } };
    case "/api/v4/projects/7/merge_requests/5":
      return { status: 200, body: mergeRequest(board, commits) };
    case "/api/v4/projects/8":
      return { status: 200, body: { id: 8, path_with_namespace: "contrib/mono" } };
    default:
      return message(404, "404 Not Found");
  }
}

function notes(
  board: Board,
  { method, query, body }: FakeRequest,
  who: Person,
  id?: string,
): FakeResponse {
  if (method === "GET") return page(board, query);
  const text = body["body"];
  if (method !== "DELETE") {
    if (typeof text !== "string" || text.trim() === "")
      return { status: 400, body: { error: "body is empty" } };
    if (text.length > 1_000_000)
      return message(400, { note: ["is too long (maximum is 1000000 characters)"] });
  }
  if (method === "POST") {
    if (board.locked) return message(403, "403 Forbidden - the discussion is locked");
    return { status: 201, body: noteOf(board.add(who, String(text))) };
  }
  const row = board.rows.find((it) => it.id === Number(id));
  if (!row) return message(404, "404 Note Not Found");
  if (row.by.id !== who.id) return message(403, "403 Forbidden");
  if (method === "DELETE") {
    board.rows = board.rows.filter((it) => it !== row);
    return { status: 204 };
  }
  row.body = String(text);
  return { status: 200, body: noteOf(row) };
}

/** Twenty to a page unless asked, a hundred at most; newest first unless asked. */
function page(board: Board, query: URLSearchParams): FakeResponse {
  const size = Math.min(Number(query.get("per_page") ?? 20), 100);
  const at = Number(query.get("page") ?? 1);
  const all = query.get("sort") === "asc" ? board.rows : board.rows.toReversed();
  const more = at * size < all.length;
  return {
    status: 200,
    headers: { "x-next-page": more ? String(at + 1) : "" },
    body: all.slice((at - 1) * size, at * size).map(noteOf),
  };
}

const noteOf = ({ id, by, body, at }: Row) => ({
  id,
  body,
  system: false,
  author: { id: by.id, username: by.login },
  created_at: at,
  updated_at: at,
});

interface Commits {
  readonly head: string;
  readonly base: string;
}

const mergeRequest = ({ locked }: Board, { head, base }: Commits) => ({
  iid: 5,
  state: "opened",
  title: "Fix the cache",
  draft: false,
  discussion_locked: locked ? true : null,
  labels: ["a"],
  author: { username: "contrib" },
  source_branch: "fix",
  target_branch: "main",
  source_project_id: 8,
  target_project_id: 7,
  sha: head,
  diff_refs: { base_sha: base, head_sha: head, start_sha: base },
  references: { short: "!5", relative: "!5", full: "acme/group/mono!5" },
});
