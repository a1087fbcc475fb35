/**
 * The text with `string` as the type of constants that hold a version: otherwise each release would change their type,
 * which consumers do not rely on. Line numbers stay the same.
 */
export const withoutVersions = (text: string): string =>
  text.replaceAll(
    /(\b(?:const|readonly)[ \t]+[\w$]{0,60}version\b)[ \t]*[:=][ \t]*(["'])v?\d+\.\d+\.\d[\w.+-]*\2/gi,
    "$1: string",
  );
