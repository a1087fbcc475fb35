/** A command that a line of a log would be for GitHub's runner. */
export interface RunnerCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** What the runner makes of a log: the new form where a line begins with it, the old one, and Azure's, wherever they stand. */
export function commandsIn(log: string): RunnerCommand[] {
  return log.split("\n").flatMap((line): RunnerCommand[] => {
    const found = /^\s*::(.*?)::(.*)$/u.exec(line);
    if (found) return [commandOf(found[1]!, found[2]!)];
    return /##(?:vso)?\[/.test(line) ? [{ name: line, properties: {}, data: "" }] : [];
  });
}

function commandOf(info: string, data: string): RunnerCommand {
  const [name = "", ...rest] = info.split(" ");
  const pairs = rest
    .join(" ")
    .split(",")
    .filter(Boolean)
    .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)] as const);
  const properties = pairs.map(([key, value]) => [
    key,
    read(value.replaceAll("%3A", ":").replaceAll("%2C", ",")),
  ]);
  return { name, properties: Object.fromEntries(properties), data: read(data) };
}

const read = (text: string): string =>
  text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
