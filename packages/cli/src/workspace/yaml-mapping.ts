import { DEFAULT_SCHEMA, YAMLException, load } from "js-yaml";
import { CannotJudge, messageOf } from "../errors.ts";
import { isObjectOrArray } from "../files/json.ts";
import { firstLine, isObject } from "./workspace-file.ts";

/**
 * A YAML mapping without the places of its values; `CannotJudge` with the place of the first error. Read by the
 * parser that Changesets uses: pnpm's ledger has thousands of lines, and it takes an eighth of the time of `yaml`.
 */
export function yamlMapping(path: string, text: string): Record<string, unknown> {
  const data = parsed(path, text) ?? {};
  if (isObject(data) && isCountable(data)) return data;
  throw new CannotJudge({
    message: isObject(data)
      ? `${path} has aliases that expand to too much data`
      : `${path} is not a YAML mapping`,
    at: { path, line: 1, column: 1 },
  });
}

function parsed(path: string, text: string): unknown {
  try {
    // Named, so that only what needs this schema loads it (leanYaml in bundling.ts).
    return load(text, { schema: DEFAULT_SCHEMA });
  } catch (error) {
    const known = error instanceof YAMLException ? error : undefined;
    const { line = 0, column = 0 } = known?.mark ?? {};
    throw new CannotJudge({
      message: `${path} is not valid YAML: ${known?.reason ?? firstLine(messageOf(error))}`,
      at: { path, line: line + 1, column: column + 1 },
    });
  }
}

/** Far above the number in a file within the size limits without aliases. */
const MOST_VALUES = 1_000_000;

/** False where aliases make the data huge, or endless. */
function isCountable(data: object): boolean {
  const left: unknown[] = [data];
  for (let count = 0; left.length > 0; count++) {
    if (count === MOST_VALUES) return false;
    const value = left.pop();
    if (isObjectOrArray(value)) for (const inner of Object.values(value)) left.push(inner);
  }
  return true;
}
