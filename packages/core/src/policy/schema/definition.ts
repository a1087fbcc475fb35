/**
 * How data is written: a description that is accepted without zod (see accept.ts), and from which zod's schemas are made
 * (see zod-schema.ts). zod names what is wrong and makes the JSON schemas; most policies have nothing wrong, and making
 * its schemas takes longer than to read them.
 */
export class Schema<out T> {
  /** Only a type. */
  declare readonly type: T;
  readonly definition: Definition;
  readonly checks: readonly Check[];

  constructor(definition: Definition, checks: readonly Check[] = []) {
    this.definition = definition;
    this.checks = checks;
  }

  /** With more checks, which see what the schema has accepted. */
  check(...checks: readonly Check<T>[]): Schema<T> {
    return new Schema(this.definition, [...this.checks, ...checks]);
  }
}

/** What to do, or a sentence about the wrong value. */
export type Complaint = string | ((issue: { readonly input: unknown }) => string);

export interface Complains {
  readonly error?: Complaint;
}

export type Shape = Readonly<Record<string, Schema<unknown>>>;

export type Definition =
  | ({ readonly kind: "string" | "boolean" | "int" } & Complains)
  | { readonly kind: "unknown" }
  | { readonly kind: "literal"; readonly value: string | boolean }
  | ({ readonly kind: "enum"; readonly values: readonly string[] } & Complains)
  | ({ readonly kind: "array"; readonly item: Schema<unknown> } & Complains)
  | { readonly kind: "tuple"; readonly items: readonly Schema<unknown>[] }
  /** `known` are the keys to name where others are written; undefined where others are kept. */
  | { readonly kind: "object"; readonly shape: Shape; readonly known?: readonly string[] }
  | ({
      readonly kind: "record";
      readonly key: Schema<string>;
      readonly value: Schema<unknown>;
    } & Complains)
  | ({ readonly kind: "union"; readonly options: readonly Schema<unknown>[] } & Complains)
  | { readonly kind: "optional"; readonly inner: Schema<unknown>; readonly about?: string }
  | { readonly kind: "default"; readonly inner: Schema<unknown>; readonly value: unknown };

export type Check<T = never> =
  | ({
      readonly kind: "minLength" | "maxLength" | "minimum" | "maximum";
      readonly limit: number;
      readonly abort?: boolean;
    } & Complains)
  | ({ readonly kind: "regex"; readonly pattern: RegExp } & Complains)
  | ({
      readonly kind: "refine";
      readonly accepts: (value: T) => boolean;
      readonly path?: readonly string[];
    } & Complains)
  /** What an editor shows. */
  | { readonly kind: "describe"; readonly about: string };

export type Infer<S> = S extends Schema<infer T> ? T : never;

type OptionalKeys<S extends Shape> = {
  [K in keyof S]: undefined extends Infer<S[K]> ? K : never;
}[keyof S];

export type ObjectOf<S extends Shape> = {
  -readonly [K in Exclude<keyof S, OptionalKeys<S>>]: Infer<S[K]>;
} & { -readonly [K in OptionalKeys<S>]?: Infer<S[K]> } extends infer O
  ? { [K in keyof O]: O[K] }
  : never;

export const string = (about: Complains = {}) => new Schema<string>({ kind: "string", ...about });
export const boolean = (about: Complains = {}) =>
  new Schema<boolean>({ kind: "boolean", ...about });
export const int = (about: Complains = {}) => new Schema<number>({ kind: "int", ...about });
export const anything = () => new Schema<unknown>({ kind: "unknown" });
export const literal = <const T extends string | boolean>(value: T) =>
  new Schema<T>({ kind: "literal", value });
export const enumOf = <const T extends readonly string[]>(values: T, about: Complains = {}) =>
  new Schema<T[number]>({ kind: "enum", values, ...about });
export const array = <T>(item: Schema<T>, about: Complains = {}) =>
  new Schema<T[]>({ kind: "array", item, ...about });
export const tuple = <const S extends readonly Schema<unknown>[]>(items: S) =>
  new Schema<{ -readonly [K in keyof S]: Infer<S[K]> }>({ kind: "tuple", items });
export const object = <S extends Shape>(shape: S, known?: readonly string[]) =>
  new Schema<ObjectOf<S>>({ kind: "object", shape, ...(known ? { known } : {}) });
export const record = <T>(key: Schema<string>, value: Schema<T>, about: Complains = {}) =>
  new Schema<Record<string, T>>({ kind: "record", key, value, ...about });
export const union = <const S extends readonly Schema<unknown>[]>(
  options: S,
  about: Complains = {},
) => new Schema<Infer<S[number]>>({ kind: "union", options, ...about });
export const withDefault = <T>(inner: Schema<T>, value: NoInfer<T>) =>
  new Schema<T>({ kind: "default", inner, value });

const limited =
  (kind: "minLength" | "maxLength" | "minimum" | "maximum") =>
  (limit: number, about: Complains & { readonly abort?: boolean }): Check<unknown> => ({
    kind,
    limit,
    ...about,
  });
export const minLength = limited("minLength");
export const maxLength = limited("maxLength");
export const minimum = limited("minimum");
export const maximum = limited("maximum");
export const regex = (pattern: RegExp, about: Complains): Check<unknown> => ({
  kind: "regex",
  pattern,
  ...about,
});
export const refine = <T>(
  accepts: (value: NoInfer<T>) => boolean,
  about: Complains & { path?: readonly string[] },
): Check<T> => ({ kind: "refine", accepts, ...about });
export const description = (about: string): Check<unknown> => ({ kind: "describe", about });
