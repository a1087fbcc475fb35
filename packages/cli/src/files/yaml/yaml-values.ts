import { FAILSAFE_SCHEMA, Type, load } from "js-yaml";

/**
 * What the two parsers do not read alike: anchors, tags, directives, several documents, keys that are null or no scalar,
 * block scalars, items without a value, comments without a space before them, odd white space.
 */
const ODD = /[\t\r\u0085\u2028\u2029\uFEFF]|<<|__proto__|\.(?:inf|nan)|["'[\]{},]#|[\]}] *:/im;
/** The same where it is not in a comment, such as an explanation of `!`, or a range that continues after `||`. */
const ODD_OUTSIDE_COMMENTS =
  /^(?:%|---|\.\.\.)|(?:^|[\s,[{])(?:[&!]|\?(?:\s|$)|(?:~|null) *[:,}]|:|- *(?:#.*)?$)|[|>][-+\d]* *(?:#.*)?$/im;
const COMMENTS = /^ *#.*$/gm;

/**
 * The value of a YAML text without positions, for which `yaml` takes five times as long; undefined if the text has
 * anything but plain mappings, lists and scalars, or a mistake: then `yaml` parses and reports it.
 */
export function plainYaml(text: string): { readonly value: unknown } | undefined {
  if (ODD.test(text) || ODD_OUTSIDE_COMMENTS.test(text.replaceAll(COMMENTS, ""))) return undefined;
  try {
    const value = load(text, { schema: CORE, onWarning: refuse }) ?? null;
    return MAYBE_KEY.test(text) && hasNull(value) ? undefined : { value };
  } catch {
    return undefined;
  }
}

/** In a mapping such as `{ a, [b] }` this is a key, whose value is null then. */
const MAYBE_KEY = /[,{]\s*[[{]/;

const hasNull = (value: unknown): boolean =>
  value === null || (typeof value === "object" && Object.values(value).some(hasNull));

/** What js-yaml only warns of, such as too little indentation, is a mistake to `yaml`. */
const refuse = (warning: Error): never => {
  throw warning;
};

const scalar = (tag: string, form: RegExp, valueOf: (text: string) => unknown): Type =>
  new Type(`tag:yaml.org,2002:${tag}`, {
    kind: "scalar",
    resolve: (text: string | null) => form.test(text ?? ""),
    construct: (text: string | null) => valueOf(text ?? ""),
  });

/** As in YAML 1.2. js-yaml's own also accepts 1_000 and 0b11 as numbers. */
export const CORE = FAILSAFE_SCHEMA.extend({
  implicit: [
    scalar("null", /^(?:~|[Nn]ull|NULL)?$/, () => null),
    scalar("bool", /^(?:[Tt]rue|TRUE|[Ff]alse|FALSE)$/, (text) => /^t/i.test(text)),
    scalar("int", /^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/, Number),
    scalar(
      "float",
      /^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+)$/,
      Number,
    ),
  ],
});
