/**
 * Data as JSON, whose lines no CI's runner takes for commands: GitHub's and Azure's look for two number signs
 * anywhere in a line, and JSON can write one of them as an escape.
 */
export const jsonText = (data: unknown): string =>
  `${JSON.stringify(data, null, 2).replaceAll(/#(?=#)/g, String.raw`\u0023`)}\n`;
