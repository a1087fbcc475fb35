import { CannotJudge } from "../../errors.ts";
import { plain, printable } from "../../formats/escape.ts";
import { isOfRegistry } from "../../tarballs/npm-registry.ts";
import type { Ledger } from "./deprecations.ts";

/**
 * The commands that make npm show what is deprecated, one a line, for a POSIX shell. Throws `CannotJudge` on a name
 * that npm could take for something else than a package.
 */
export function npmCommands({ npm, notes, path }: Ledger): string {
  const wrong = npm.filter(({ name }) => !isOfRegistry(name));
  if (wrong.length > 0)
    throw new CannotJudge(
      ...wrong.map(({ name }) => ({
        message: `"${name}" is not the name of a package on npm`,
        help: `fix it in ${path}`,
      })),
    );
  const nothing =
    "# nothing to deprecate: no entry for a whole package, no release line past its support";
  const comments = notes.map((note) => `# ${printable(plain(note))}`);
  const commands = npm.map(({ name, versions, message }) =>
    ["npm", "deprecate", quoted(`${name}@${versions}`), quoted(message)].join(" "),
  );
  const lines = commands.length > 0 || comments.length > 0 ? commands : [nothing];
  return `${[...comments, ...new Set(lines)].join("\n")}\n`;
}

/** Between single quotes a shell takes everything as it is. */
const quoted = (text: string): string => `'${printable(text).replaceAll("'", String.raw`'\''`)}'`;
