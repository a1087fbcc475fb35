/** What is left of Node's modules, for code that is loaded but reads no stream and starts no process here. */
const Nothing = Object;
export {
  Nothing as EventEmitter,
  Nothing as PassThrough,
  Nothing as Readable,
  Nothing as Stream,
  Nothing as Transform,
  Nothing as Writable,
};

export const EOL = "\n";
export const cpus = (): readonly never[] => [];
export const hostname = (): string => "browser";
export const platform = (): string => "linux";
export const tmpdir = (): string => "/tmp";

export const fileURLToPath = (url: string | URL): string =>
  decodeURIComponent(new URL(url).pathname);
export const pathToFileURL = (path: string): URL => new URL(`file://${encodeURI(path)}`);

export const debuglog = () => (): void => {};
export const format = (...parts: readonly unknown[]): string => parts.map(String).join(" ");
export const inspect = String;
export const promisify = <T>(work: T): T => work;
export const styleText = (_: unknown, text: string): string => text;

/** Of data, as JSON can hold it. */
export function isDeepStrictEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  const [keys, others] = [Object.keys(one), Object.keys(other)];
  return (
    Array.isArray(one) === Array.isArray(other) &&
    keys.length === others.length &&
    keys.every(
      (key) =>
        Object.hasOwn(other, key) &&
        isDeepStrictEqual(
          (one as Record<string, unknown>)[key],
          (other as Record<string, unknown>)[key],
        ),
    )
  );
}

/** The bundle has what would be loaded by name. */
export const createRequire = (): undefined => undefined;

export default {};
