/**
 * The text with `string` as the type of constants that hold a version: each release would change their type, but nobody
 * relies on it. The lines stay as they are.
 */
export const withoutVersions = (text: string): string =>
  text.replaceAll(
    /(\b(?:const|readonly)[ \t]+[\w$]{0,60}version\b)[ \t]*[:=][ \t]*(["'])v?\d+\.\d+\.\d[\w.+-]*\2/gi,
    "$1: string",
  );
