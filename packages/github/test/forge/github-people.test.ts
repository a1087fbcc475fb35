import { expect, test } from "vitest";
import { githubPeople } from "../../src/forge/github-people.ts";
import { GithubOctokit } from "../../src/forge/octokit.ts";

/** GitHub's client, with an answer for each address. */
function peopleOf(answer: (url: URL) => unknown) {
  const requests: string[] = [];
  const fetch = async (url: string) => {
    requests.push(url);
    return Response.json(answer(new URL(url)));
  };
  const octokit = new GithubOctokit({ request: { fetch }, throttle: { enabled: false } });
  return { requests, ...githubPeople(octokit, { owner: "acme", name: "mono" }) };
}

const NOTHING = { pull: false, triage: false, push: false, maintain: false, admin: false };
const READ = { ...NOTHING, pull: true };
const TRIAGE = { ...READ, triage: true };
const WRITE = { ...TRIAGE, push: true };
const MAINTAIN = { ...WRITE, maintain: true };

test.each([
  ["maintain", { permission: "write", role_name: "maintain", user: { permissions: WRITE } }],
  ["admin", { role_name: "owner of docs", user: { permissions: { ...MAINTAIN, admin: true } } }],
  ["maintain", { role_name: "owner of docs", user: { permissions: MAINTAIN } }],
  ["write", { role_name: "owner of docs", user: { permissions: WRITE } }],
  ["triage", { role_name: "owner of docs", user: { permissions: TRIAGE } }],
  ["read", { role_name: "owner of docs", user: { permissions: READ } }],
  ["write", { permission: "write", role_name: "owner of docs", user: null }],
  ["none", { permission: "odd", role_name: "owner of docs", user: { permissions: NOTHING } }],
  ["none", { permission: "admin", role_name: "admin", user: { type: "Bot" } }],
])("a person has %s access if GitHub says %j", async (access, answer) => {
  expect(await peopleOf(() => answer).permissionOf("ann")).toBe(access);
});

const event = (kind: string, login: string | null, name = "Approved", day = 1) => ({
  event: kind,
  actor: login === null ? null : { login },
  label: { name },
  created_at: `2026-11-0${day}`,
});

test.each([
  ["ann", [event("labeled", "ann")]],
  ["bob", [event("labeled", "ann"), event("labeled", "bob")]],
  ["ann", [event("labeled", "ann"), event("labeled", "bob", "other"), { event: "closed" }]],
  ["bob", [event("labeled", "ann"), event("unlabeled", "ann"), event("labeled", "bob")]],
  [undefined, [event("labeled", "ann"), event("unlabeled", "bob")]],
  [undefined, [event("labeled", "ann"), event("labeled", null)]],
  [undefined, []],
])("%s set the label last", async (login, events) => {
  const { labelling } = peopleOf(() => events);
  expect((await labelling(1, "approved"))?.by).toBe(login);
});

test("who set a label is searched on at most fifty pages", async () => {
  const full = Array.from({ length: 100 }, () => event("labeled", "ann"));
  const endless = peopleOf(() => full);
  expect(await endless.labelling(1, "approved")).toBeUndefined();
  expect(endless.requests).toHaveLength(50);
  const pages = peopleOf(({ searchParams }) =>
    searchParams.get("page") === "50" ? [event("labeled", "bob")] : full,
  );
  expect((await pages.labelling(1, "approved"))?.by).toBe("bob");
});
