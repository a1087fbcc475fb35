import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import description from "./github-openapi.json" with { type: "json" };

/** Where the emulator's answers are known to differ from GitHub's description: an error at one of these places is not one. */
const KNOWN = /must have required property '(?:network_count|subscribers_count)'$/;

interface Operation {
  readonly name: string;
  readonly pattern: RegExp;
  readonly request: object | undefined;
  readonly responses: Readonly<Record<string, object>>;
}

const ajv = new Ajv({
  strict: false,
  allErrors: true,
  logger: false,
  // Each schema is compiled once, not again in each that refers to it.
  inlineRefs: false,
  code: { optimize: false },
});
addFormats.default(ajv);
ajv.addSchema({ $id: "github", schemas: description.schemas });

/** Compiled on first use: the descriptions are large, and most are of answers that a test never gets. */
function validatorOf(schema: object): ValidateFunction {
  const known = validators.get(schema);
  if (known) return known;
  const own = JSON.stringify(schema).replaceAll('"#/schemas/', '"github#/schemas/');
  const validator = ajv.compile(JSON.parse(own) as object);
  validators.set(schema, validator);
  return validator;
}

const validators = new Map<object, ValidateFunction>();

const OPERATIONS: readonly Operation[] = Object.entries(description.operations).map(
  ([name, operation]) => {
    const { request, responses } = operation as Pick<Operation, "responses"> & { request?: object };
    const escaped = name.replaceAll(/\{[^}]+\}/g, "[^/]+");
    return { name, pattern: new RegExp(`^${escaped}$`), request, responses };
  },
);

/** What of a call contradicts GitHub's published description: empty where nothing does, or where the call is not in it. */
export function contradictions(
  call: { readonly method: string; readonly path: string; readonly body: unknown },
  answer: { readonly status: number; readonly body?: unknown },
): string[] {
  const operation = OPERATIONS.find(({ pattern }) => pattern.test(`${call.method} ${call.path}`));
  if (!operation) return [];
  const inRequest =
    answer.status < 400 && call.body !== undefined ? complaints(operation.request, call.body) : [];
  const inResponse = complaints(operation.responses[answer.status], answer.body);
  return [
    ...inRequest.map((it) => `request ${it}`),
    ...inResponse.map((it) => `${answer.status} ${it}`),
  ].map((complaint) => `${operation.name}: ${complaint}`);
}

function complaints(schema: object | undefined, body: unknown): string[] {
  const validate = schema && validatorOf(schema);
  if (!validate || validate(body)) return [];
  return (validate.errors ?? [])
    .map(({ instancePath, message }) => `${instancePath} ${message}`)
    .filter((text) => !KNOWN.test(text));
}
