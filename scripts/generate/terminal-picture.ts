import { terminalText } from "../../packages/cli/src/formats/terminal/terminal.ts";
import { readmeExample } from "../../packages/cli/test/kit/readme-example.ts";
import { runExample } from "../../packages/cli/test/kit/run-example.ts";

const PICTURE = "docs/pictures/terminal.svg";
const COLUMNS = 84;
const [FONT, LINE, PADDING] = [14, 20, 20];

/** Colours of a dark terminal by their ANSI numbers; each has a contrast of 4.5:1 or more. */
const COLORS: Readonly<Record<string, string>> = {
  31: "#ff7b72",
  32: "#7ee787",
  33: "#f2cc60",
  34: "#79c0ff",
  36: "#76e3ea",
};

const DIM = "#9198a1";

/** The failing check of the README with its colours, as a picture. */
export async function terminalPicture(): Promise<Record<string, string>> {
  const report = await runExample(readmeExample());
  const output = terminalText(report, { color: true, width: COLUMNS });
  return { [PICTURE]: svgOf(`$ npx release-policy check\n${output.trimEnd()}`) };
}

function svgOf(output: string): string {
  const lines = output.split("\n");
  const width = Math.ceil(COLUMNS * FONT * 0.602) + 2 * PADDING;
  const height = lines.length * LINE + 2 * PADDING;
  const style = new Set<string>();
  const texts = lines.map((line, i) => {
    const [first = "", ...rest] = line.split("\u001B[");
    const before = spanOf(first, style);
    const spans = rest.map((part) => {
      const end = part.indexOf("m");
      change(style, part.slice(0, end));
      return spanOf(part.slice(end + 1), style);
    });
    return `<text x="${PADDING}" y="${PADDING + FONT + i * LINE}">${before}${spans.join("")}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>A check that fails</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${FONT}" fill="#e6edf3">
${texts.join("\n")}
</g>
</svg>
`;
}

function change(style: Set<string>, code: string): void {
  if (code === "39") for (const color of Object.keys(COLORS)) style.delete(color);
  else if (code === "22") for (const weight of ["1", "2"]) style.delete(weight);
  else style.add(code);
}

function spanOf(text: string, style: ReadonlySet<string>): string {
  if (text === "") return "";
  const color = [...style].map((code) => COLORS[code]).find((found) => found !== undefined);
  const fill = color ?? (style.has("2") ? DIM : undefined);
  const shape = `${fill === undefined ? "" : ` fill="${fill}"`}${style.has("1") ? ' font-weight="bold"' : ""}`;
  return `<tspan${shape}>${escaped(text)}</tspan>`;
}

/** Without a break in it: viewers of pictures do not agree on how to keep several spaces. */
const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(" ", "\u00A0");
