import type {
  CompletionContext,
  CompletionResult,
  CompletionSource,
} from "@codemirror/autocomplete";

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly description?: string;
}

const NAMED: ReadonlySet<string> = new Set(["workspace", "waivers", "baseline", "deprecations"]);
const schemas = new Map<string, Promise<Schema>>();

/** Completes the keys of a policy file and, below `rules:`, the rules: from the schema that editors use, too. */
export function policyKeys(path: string): CompletionSource {
  const name = path.replace(/^policies\//, "").replace(/\.\w+$/, "");
  const schema = NAMED.has(name) ? name : "track";
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const word = context.matchBefore(/^ *[\w-]*/);
    if (!word || (word.text.trim() === "" && !context.explicit)) return null;
    const indent = word.text.length - word.text.trimStart().length;
    const parent = indent === 0 ? undefined : keyAbove(context);
    const loaded = schemas.get(schema) ?? load(schema);
    schemas.set(schema, loaded);
    const top = await loaded;
    const properties = parent === undefined ? top.properties : top.properties?.[parent]?.properties;
    if (!properties) return null;
    return {
      from: word.from + indent,
      options: Object.entries(properties)
        .filter(([key]) => key !== "$schema")
        .map(([key, { description }]) => ({
          label: key,
          type: "property",
          apply: `${key}: `,
          ...(description === undefined ? {} : { info: description }),
        })),
      validFor: /^[\w-]*$/,
    };
  };
}

const load = async (name: string): Promise<Schema> => {
  const response = await fetch(new URL(`schema/${name}.json`, import.meta.url));
  return (await response.json()) as Schema;
};

/** The key at the beginning of a line that the place is below. */
function keyAbove({ state, pos }: CompletionContext): string | undefined {
  for (let { number } = state.doc.lineAt(pos); number > 1; number--) {
    const [, key] = /^([\w-]+):/.exec(state.doc.line(number - 1).text) ?? [];
    if (key !== undefined) return key;
  }
  return undefined;
}
