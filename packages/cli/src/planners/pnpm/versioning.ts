import { normalizeProjectDir } from "@pnpm/releasing.versioning";
import type { Epic } from "@release-policy/core/types";
import { CannotJudge, type Obstacle } from "../../errors.ts";
import { isObject, settingPlace } from "../../workspace/workspace-file.ts";

/** Settings under `versioning`, as far as causes and groups need them. */
export interface Versioning {
  readonly fixed?: readonly (readonly string[])[];
  readonly ignore?: readonly string[];
  readonly lanes?: Readonly<Record<string, string>>;
  readonly epics?: readonly Epic[];
}

/**
 * A folder as pnpm spells it where it looks for a package: `./packages/a/` is `./packages/a`, and the root is `./`. Names
 * stay as they are. Its pattern for slashes at the end would take forever for a long row of others.
 */
export const canonicalRef = (ref: string): string =>
  ref.startsWith("./") ? `./${normalizeProjectDir(ref.replaceAll(/[\\/]{3,}/g, "//"))}` : ref;

/** The folder of a package, spelled like that. */
export const refOf = ({ dir }: { readonly dir: string }): string =>
  canonicalRef(dir === "." ? "./" : `./${dir}`);

/** The settings in their form, with each folder in pnpm's spelling. Throws `CannotJudge` with the place of each that has another: pnpm fails at it. */
export function versioningOf(root: string, written: Readonly<Record<string, unknown>>): Versioning {
  const obstacles = Object.entries(FORMS).flatMap(([key, { isForm, example }]): Obstacle[] => {
    if (written[key] === undefined || isForm(written[key])) return [];
    return [
      {
        message: `\`versioning.${key}\` is not in a form that pnpm supports`,
        help: `write it as in \`${example}\``,
        at: settingPlace(root, ["versioning", key]),
      },
    ];
  });
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
  const { fixed, ignore, lanes, epics }: Versioning = written;
  return {
    ...written,
    ...(fixed ? { fixed: fixed.map((refs) => refs.map(canonicalRef)) } : {}),
    ...(ignore ? { ignore: ignore.map(canonicalRef) } : {}),
    ...(lanes
      ? {
          lanes: Object.fromEntries(
            Object.entries(lanes).map(([ref, lane]) => [canonicalRef(ref), lane]),
          ),
        }
      : {}),
    ...(epics ? { epics: epics.map(canonicalEpic) } : {}),
  };
}

const canonicalEpic = ({ lead, packages, ...rest }: Epic): Epic => ({
  ...rest,
  lead: canonicalRef(lead),
  packages: packages.map((one) =>
    one.startsWith("!") ? `!${canonicalRef(one.slice(1))}` : canonicalRef(one),
  ),
});

interface Form {
  readonly isForm: (value: unknown) => boolean;
  readonly example: string;
}

const isText = (value: unknown): boolean => typeof value === "string";
const isListOf =
  (isItem: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    Array.isArray(value) && value.every(isItem);

const FORMS: Readonly<Record<string, Form>> = {
  fixed: { isForm: isListOf(isListOf(isText)), example: 'fixed: [["@acme/a", "@acme/b"]]' },
  ignore: { isForm: isListOf(isText), example: 'ignore: ["@acme/a"]' },
  lanes: {
    isForm: (value) => isObject(value) && Object.values(value).every(isText),
    example: 'lanes: { "@acme/a": next }',
  },
  epics: {
    isForm: isListOf(
      (epic) => isObject(epic) && isText(epic["lead"]) && isListOf(isText)(epic["packages"]),
    ),
    example: 'epics: [{ lead: "@acme/a", packages: ["@acme/b"] }]',
  },
  maxBump: { isForm: isText, example: "maxBump: minor" },
};
