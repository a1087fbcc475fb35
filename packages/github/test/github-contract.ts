import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import description from "./github-openapi.json" with { type: "json" };

/** Where the emulator's answers are known to differ from GitHub's description: an error at one of these places is not one. */
const KNOWN = /must have required property '(?:network_count|subscribers_count)'$/;

interface Operation {
  readonly name: string;
  readonly pattern: RegExp;
  readonly request?: ValidateFunction;
  readonly responses: ReadonlyMap<string, ValidateFunction>;
}

const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
addFormats.default(ajv);
ajv.addSchema({ $id: "github", schemas: description.schemas });

const compile = (schema: object) =>
  ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/schemas/', '"github#/schemas/')));

let compiled: readonly Operation[] | undefined;

const operations = (): readonly Operation[] =>
  (compiled ??= Object.entries(description.operations).map(([name, operation]) => {
    const { request, responses } = operation as Described;
    const escaped = name.replaceAll(/\{[^}]+\}/g, "[^/]+");
    return {
      name,
      pattern: new RegExp(`^${escaped}$`),
      ...(request && { request: compile(request) }),
      responses: new Map(
        Object.entries(responses).map(([status, schema]) => [status, compile(schema)]),
      ),
    };
  }));

interface Described {
  readonly request?: object;
  readonly responses: Readonly<Record<string, object>>;
}

/** What of a call contradicts GitHub's published description: empty where nothing does, or where the call is not in it. */
export function contradictions(
  call: { readonly method: string; readonly path: string; readonly body: unknown },
  answer: { readonly status: number; readonly body?: unknown },
): string[] {
  const operation = operations().find(({ pattern }) => pattern.test(`${call.method} ${call.path}`));
  if (!operation) return [];
  const inRequest =
    answer.status < 400 && call.body !== undefined ? complaints(operation.request, call.body) : [];
  const inResponse = complaints(operation.responses.get(String(answer.status)), answer.body);
  return [
    ...inRequest.map((it) => `request ${it}`),
    ...inResponse.map((it) => `${answer.status} ${it}`),
  ].map((complaint) => `${operation.name}: ${complaint}`);
}

function complaints(validate: ValidateFunction | undefined, body: unknown): string[] {
  if (!validate || validate(body)) return [];
  return (validate.errors ?? [])
    .map(({ instancePath, message }) => `${instancePath} ${message}`)
    .filter((text) => !KNOWN.test(text));
}
