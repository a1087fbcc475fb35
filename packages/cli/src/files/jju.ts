import { parse as parseJsonc } from "jsonc-parser";

/** Stands in for `jju` in the bundle, where @manypkg uses it for one thing: the comments of rush.json. */
export default { parse: (text: string): unknown => parseJsonc(text) };
