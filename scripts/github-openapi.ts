/**
 * Takes the operations that are used here out of GitHub's published description of its API, and writes them as
 * JSON schemas for the tests: `node scripts/github-openapi.ts [path of api.github.com.json]`. Without a path the
 * npm package is downloaded. Source: @octokit/openapi (MIT), which is 385 MB installed and therefore no dependency.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const VERSION = "23.0.2";
const MEMBER = "package/generated/api.github.com.json";
const REPOSITORY = "/repos/{owner}/{repo}";
const OPERATIONS = [
  "GET /app",
  "POST /app/installations/{installation_id}/access_tokens",
  "GET /user",
  `GET ${REPOSITORY}/installation`,
  `GET ${REPOSITORY}/collaborators/{username}/permission`,
  `GET ${REPOSITORY}/commits/{ref}/statuses`,
  `POST ${REPOSITORY}/statuses/{sha}`,
  `GET ${REPOSITORY}/issues/{issue_number}/comments`,
  `POST ${REPOSITORY}/issues/{issue_number}/comments`,
  `GET ${REPOSITORY}/issues/{issue_number}/events`,
  `GET ${REPOSITORY}/issues/{issue_number}/timeline`,
  `POST ${REPOSITORY}/issues/{issue_number}/labels`,
  `DELETE ${REPOSITORY}/issues/{issue_number}/labels/{name}`,
  `GET ${REPOSITORY}/issues/comments/{comment_id}`,
  `PATCH ${REPOSITORY}/issues/comments/{comment_id}`,
  `DELETE ${REPOSITORY}/issues/comments/{comment_id}`,
  `GET ${REPOSITORY}/pulls`,
  `POST ${REPOSITORY}/pulls`,
  `GET ${REPOSITORY}/pulls/{pull_number}`,
  `PATCH ${REPOSITORY}/pulls/{pull_number}`,
];
/** Lists of events are unions of thirty kinds; the tests have two of them. */
const EVENTS = ["labeled-issue-event", "unlabeled-issue-event"];

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Node = { readonly [key: string]: Json };

const TOLD = new Set(["description", "example", "examples", "title", "deprecated", "readOnly"]);
const used = new Map<string, Json>();

/** JSON schema for OpenAPI 3.0's own keywords; without purely descriptive ones. */
function schemaOf(value: Json, names = false): Json {
  if (Array.isArray(value)) return value.map((item: Json) => schemaOf(item));
  if (typeof value !== "object" || value === null) return value;
  const node = value as Node;
  if (typeof node["$ref"] === "string") {
    const name = node["$ref"].split("/").at(-1) ?? "";
    need(name);
    return { $ref: `#/schemas/${name}` };
  }
  const { nullable, ...rest } = node;
  const kept = Object.entries(rest).filter(
    ([key]) => names || (!TOLD.has(key) && !key.startsWith("x-")),
  );
  const plain = Object.fromEntries(
    kept.map(([key, item]) => [
      key,
      key === "enum" && !names ? item : schemaOf(item, key === "properties"),
    ]),
  );
  return nullable === true && !names ? { anyOf: [plain, { type: "null" }] } : plain;
}

function need(name: string): void {
  if (used.has(name)) return;
  used.set(name, null);
  used.set(name, schemaOf(schemas[name] ?? fail(`no schema ${name}`)));
}

function fail(message: string): never {
  throw new Error(message);
}

function description(path: string | undefined): Node {
  if (path !== undefined) return JSON.parse(readFileSync(path, "utf8"));
  const folder = mkdtempSync(join(tmpdir(), "github-openapi-"));
  try {
    const packed = execFileSync("npm", ["pack", "--silent", `@octokit/openapi@${VERSION}`], {
      cwd: folder,
      encoding: "utf8",
    });
    execFileSync("tar", ["-xzf", packed.trim(), MEMBER], { cwd: folder });
    return JSON.parse(readFileSync(join(folder, MEMBER), "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Description {
  readonly info: { readonly version: string };
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: {
    readonly schemas: Record<string, Node>;
    readonly responses: Record<string, Content>;
  };
}
interface Operation {
  readonly requestBody?: Content;
  readonly responses: Record<string, Content & { readonly $ref?: string }>;
}
interface Content {
  readonly content?: Record<string, { readonly schema?: Node }>;
}

const { info, paths, components } = description(process.argv[2]) as unknown as Description;
const schemas = components.schemas;

const operations = OPERATIONS.map((name) => {
  const [method = "", path = ""] = name.split(" ");
  const operation = paths[path]?.[method.toLowerCase()] ?? fail(`no operation ${name}`);
  const request = operation.requestBody?.content?.["application/json"]?.schema;
  const responses = Object.entries(operation.responses).map(([status, response]) => {
    const named = response.$ref
      ? components.responses[response.$ref.split("/").at(-1) ?? ""]
      : response;
    const schema = named?.content?.["application/json"]?.schema;
    if (!schema) return [status, {}];
    if (status === "200" && /\/(?:events|timeline)$/.test(path)) {
      const anyOf = EVENTS.map((event) => ({ $ref: `#/components/schemas/${event}` }));
      return [status, schemaOf({ type: "array", items: { anyOf } })];
    }
    return [status, schemaOf(schema)];
  });
  return [
    name,
    { ...(request && { request: schemaOf(request) }), responses: Object.fromEntries(responses) },
  ];
});

writeFileSync(
  "packages/github/test/github-openapi.json",
  `${JSON.stringify({
    source: `@octokit/openapi ${info.version}, MIT License, Copyright (c) 2020 Octokit contributors`,
    operations: Object.fromEntries(operations),
    schemas: Object.fromEntries([...used].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  })}\n`,
);
