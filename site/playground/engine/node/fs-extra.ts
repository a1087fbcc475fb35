import fs, { existsSync, readFileSync } from "./fs.ts";

/** The part of `fs-extra` that finds packages. */
export default {
  ...fs,
  pathExistsSync: existsSync,
  readJsonSync: (path: string): unknown =>
    JSON.parse(String(readFileSync(path, "utf8")).replace(/^\uFEFF/, "")),
};
