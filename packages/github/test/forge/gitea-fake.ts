import {
  Board,
  serve,
  TOKENS,
  type FakeRequest,
  type Person,
  type Row,
  type FakeResponse,
} from "./fake.ts";
import { BASE, HEAD } from "./gitlab-fake.ts";

const REPOSITORY = "/api/v1/repos/acme/mono";

/**
 * As much of the API of Gitea 1.24 and Forgejo 12 as is used, as their Swagger description has it. `paged`: comments come
 * in pages, with links; else all at once, whatever is asked for.
 */
export async function giteaFake({
  paged,
}: {
  readonly paged: boolean;
}): Promise<{ readonly board: Board; readonly apiUrl: string }> {
  const board = new Board();
  const url = await serve(board, (request) => answer(board, request, paged));
  return { board, apiUrl: `${url}/api/v1` };
}

const message = (status: number, text: string): FakeResponse => ({
  status,
  body: { message: text, url: "http://fake/api/swagger" },
});

function answer(board: Board, request: FakeRequest, paged: boolean): FakeResponse {
  const who = TOKENS[request.token];
  if (!who) return message(401, "invalid username, password or token");
  if (!who.writes && request.method !== "GET")
    return message(403, "token does not have at least one of required scope(s): [write:issue]");
  const { method, path } = request;
  const [status] =
    /^\/statuses\/([\da-f]{40})$/.exec(path.slice(REPOSITORY.length))?.slice(1) ?? [];
  if (status !== undefined && method === "POST") {
    board.statuses.push({ commit: status, body: request.body });
    return { status: 201, body: request.body };
  }
  if (path === `${REPOSITORY}/issues/5/comments`) return comments(board, request, who, paged);
  const [, id] = /\/issues\/comments\/(\d+)$/.exec(path) ?? [];
  if (id !== undefined) return comment(board, request, who, Number(id));
  if (path === "/api/v1/user") return { status: 200, body: { id: who.id, login: who.login } };
  if (path === `${REPOSITORY}/pulls/5`) return { status: 200, body: pull(board) };
  return message(404, "The target couldn't be found.");
}

function comments(
  board: Board,
  { method, query, body }: FakeRequest,
  who: Person,
  paged: boolean,
): FakeResponse {
  if (method === "POST") {
    if (board.locked) return message(403, "issue is locked");
    if (String(body["body"]).length > 65_536) return message(422, "Body is too long");
    return { status: 201, body: commentOf(board.add(who, String(body["body"]))) };
  }
  if (!paged) return { status: 200, body: board.rows.map(commentOf) };
  const size = Math.min(Number(query.get("limit") ?? 30), 50);
  const page = Number(query.get("page") ?? 1);
  const more = page * size < board.rows.length;
  return {
    status: 200,
    headers: more
      ? { link: `<http://fake?page=${page + 1}>; rel="next",<http://fake?page=9>; rel="last"` }
      : {},
    body: board.rows.slice((page - 1) * size, page * size).map(commentOf),
  };
}

function comment(
  board: Board,
  { method, body }: FakeRequest,
  who: Person,
  id: number,
): FakeResponse {
  const row = board.rows.find((it) => it.id === id);
  if (!row) return message(404, "comment does not exist");
  if (row.by.id !== who.id) return message(403, "Only the poster may do this");
  if (method === "DELETE") {
    board.rows = board.rows.filter((it) => it !== row);
    return { status: 204 };
  }
  row.body = String(body["body"]);
  return { status: 200, body: commentOf(row) };
}

const commentOf = ({ id, by, body, at }: Row) => ({
  id,
  body,
  user: { id: by.id, login: by.login },
  created_at: at,
  updated_at: at,
});

const pull = ({ locked }: Board) => ({
  number: 5,
  state: "open",
  title: "Fix the cache",
  draft: false,
  is_locked: locked,
  user: { login: "contrib" },
  labels: [{ name: "a" }],
  head: { ref: "fix", sha: HEAD, repo: { id: 8, name: "mono", owner: { login: "contrib" } } },
  base: { ref: "main", sha: BASE, repo: { id: 7, name: "mono", owner: { login: "acme" } } },
});
