import { type PolicyFile, recordOf } from "../file.ts";
import { type Mistake, closest } from "../mistakes.ts";
import type { KnownRule, Settings } from "../policy.ts";
import { type ByZod, checked } from "../schema/checked.ts";
import { type Preset, type Presets, type SharedTrack, sharedTrackSchema } from "../schema/track.ts";
import { readSettings, refuseWorkspaceRules, withinSettings } from "../settings.ts";

/** What a track inherits through `extends`. */
export interface Inherited {
  readonly keys: Omit<Preset, "about" | "rules">;
  readonly settings: Settings;
  /** The shared policies, the nearest first. */
  readonly files: readonly PolicyFile[];
}

/** Shared policies by the name that `extends` uses, such as `@acme/release-policy/library`. */
export type SharedPolicies = ReadonlyMap<string, PolicyFile>;

const NOTHING: Inherited = { keys: {}, settings: new Map(), files: [] };
const MOST_LEVELS = 2;

/** Reads what tracks extend: shared policies, each of which can extend another one or a preset. */
export class Inheritance {
  readonly #rules: readonly KnownRule[];
  readonly #presets: () => Presets;
  readonly #shared: SharedPolicies;
  readonly #byZod: ByZod;
  /** Each is read once: several tracks may extend it, but its mistakes are reported once. */
  readonly #read = new Map<PolicyFile, { data: SharedTrack; settings: Settings } | undefined>();

  constructor(
    rules: readonly KnownRule[],
    { presets, byZod }: { readonly presets: () => Presets; readonly byZod: ByZod },
    shared: SharedPolicies = new Map(),
  ) {
    this.#rules = rules;
    this.#presets = presets;
    this.#shared = shared;
    this.#byZod = byZod;
  }

  /** What a file inherits. Adds what is wrong with `extends` and with shared policies to the mistakes. */
  of(file: PolicyFile, mistakes: Mistake[], trail: readonly string[] = []): Inherited {
    const name = recordOf(file.data)?.["extends"];
    if (typeof name !== "string" || name === "") return NOTHING;
    const fault = chainFault([...trail, name]);
    if (fault) {
      mistakes.push({ at: file.at(["extends"]), ...fault });
      return NOTHING;
    }
    const shared = this.#shared.get(name);
    if (!shared) return this.#ofPreset(file, name, mistakes);
    const base = this.of(shared, mistakes, [...trail, name]);
    if (!this.#read.has(shared)) this.#read.set(shared, this.#readShared(shared, mistakes));
    const own = this.#read.get(shared);
    if (!own) return NOTHING;
    return {
      keys: inheriting(base.keys, own.data),
      settings: withinSettings(base.settings, own.settings),
      files: [shared, ...base.files],
    };
  }

  #readShared(file: PolicyFile, mistakes: Mistake[]) {
    const written = recordOf(file.data);
    const faults: Mistake[] = [];
    const value = { value: file.data, file, path: [] };
    const data = checked(sharedTrackSchema(written ?? {}), value, faults, this.#byZod);
    const own = readSettings(
      file,
      ["rules"],
      recordOf(written?.["rules"]),
      this.#rules,
      this.#byZod,
    );
    mistakes.push(...own.mistakes, ...refuseWorkspaceRules(file, own.settings, this.#rules));
    mistakes.push(...faults);
    return data && { data, settings: own.settings };
  }

  #ofPreset(file: PolicyFile, name: string, mistakes: Mistake[]): Inherited {
    const known = this.#presets();
    const preset = Object.hasOwn(known, name) ? known[name] : undefined;
    if (preset) {
      const { about: _, rules, workspace: __, ...keys } = preset;
      const { settings } = readSettings(file, ["rules"], rules, this.#rules, this.#byZod);
      return { keys, settings, files: [] };
    }
    mistakes.push({ at: file.at(["extends"]), ...this.#unknown(name, Object.keys(known)) });
    return NOTHING;
  }

  #unknown(name: string, presets: readonly string[]): Omit<Mistake, "at"> {
    if (name.startsWith("@"))
      return {
        message: `\`${name}\` has no copy in policies/vendor`,
        help: "install its package and run release-policy policy update",
      };
    const names = [...this.#shared.keys(), ...presets];
    const suggestion = closest(name, names);
    return {
      message: `unknown preset \`${name}\``,
      help: suggestion ? `did you mean ${suggestion}?` : `presets: ${names.join(", ")}`,
    };
  }
}

/** What is wrong with a chain of `extends`, if anything. */
function chainFault(trail: readonly string[]): Omit<Mistake, "at"> | undefined {
  const chain = trail.map((name) => `\`${name}\``).join(" → ");
  if (new Set(trail).size < trail.length)
    return { message: `\`extends\` is circular: ${chain}`, help: "delete one of them" };
  if (trail.length > MOST_LEVELS)
    return {
      message: `\`extends\` has more than ${MOST_LEVELS} levels: ${chain}`,
      help: "copy the keys of the last one",
    };
  return undefined;
}

/** The keys of a file over those that it inherits. */
export const inheriting = <T extends Pick<Inherited["keys"], "bumps" | "require">>(
  base: Inherited["keys"],
  own: T,
) => ({
  ...base,
  ...own,
  bumps: { ...base.bumps, ...own.bumps },
  require: { ...base.require, ...own.require },
});
