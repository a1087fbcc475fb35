/** The word of `changeset version --snapshot <word>`, true where it has none, undefined where it makes versions. */
export function snapshotOf(args: readonly string[]): string | true | undefined {
  const at = args.findIndex((arg) => /^--snapshot(?:=|$)/.test(arg));
  if (at < 0) return undefined;
  const [, written] = args[at]!.split("=", 2);
  const next = written ?? args[at + 1];
  return next === undefined || next === "" || next.startsWith("-") ? true : next;
}
