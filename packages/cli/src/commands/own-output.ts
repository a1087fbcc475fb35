import { Writable } from "node:stream";

/**
 * Standard output for a protocol alone: whatever else is written to it from now on, by a planner of the workspace for
 * example, goes to standard error, where it cannot break a message.
 */
export function ownOutput(): Writable {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  stdout.write = stderr.write.bind(stderr);
  return new Writable({
    decodeStrings: false,
    write: (chunk: string | Uint8Array, encoding, done) => void write(chunk, encoding, done),
  });
}
