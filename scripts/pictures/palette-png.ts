import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");

const COLORS = 256;

/**
 * The same picture with its 256 most frequent colours, which is a third of the size for text: flat areas keep theirs,
 * edges of letters take the nearest. Takes what Chromium writes: a PNG of 8 bits a channel, RGB or RGBA, not interlaced.
 */
export function withPalette(png: Buffer): Buffer {
  const { width, height, channels, pixels } = decoded(png);
  const colors = Uint32Array.from({ length: width * height }, (_, i) => {
    const at = i * channels;
    return (pixels[at]! << 16) | (pixels[at + 1]! << 8) | pixels[at + 2]!;
  });
  const counts = new Map<number, number>();
  for (const color of colors) counts.set(color, (counts.get(color) ?? 0) + 1);
  const frequent = [...counts].toSorted(([, a], [, b]) => b - a).map(([color]) => color);
  const palette = frequent.slice(0, COLORS);
  const indexes = new Map(
    frequent.map((color, i) => [color, i < COLORS ? i : nearest(color, palette)]),
  );
  const rows = Buffer.alloc(height * (width + 1));
  for (const [i, color] of colors.entries())
    rows[i + Math.floor(i / width) + 1] = indexes.get(color)!;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(palette.flatMap(channelsOf))),
    chunk("IDAT", deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const channelsOf = (color: number): number[] => [color >> 16, (color >> 8) & 0xff, color & 0xff];

function nearest(color: number, palette: readonly number[]): number {
  const own = channelsOf(color);
  const distances = palette.map((other) =>
    channelsOf(other).reduce((sum, value, i) => sum + (value - own[i]!) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function decoded(png: Buffer) {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const channels = { 2: 3, 6: 4 }[png[25]!];
  if (channels === undefined || png[24] !== 8 || png[28] !== 0)
    throw new Error("not a PNG as Chromium writes it");
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const raw = inflateSync(Buffer.concat(data));
  const size = width * channels;
  const pixels = new Uint8Array(size * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (size + 1)]!;
    for (let x = 0; x < size; x++) {
      const at = y * size + x;
      const left = x < channels ? 0 : pixels[at - channels]!;
      const up = y === 0 ? 0 : pixels[at - size]!;
      const corner = y === 0 || x < channels ? 0 : pixels[at - size - channels]!;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
      pixels[at] = raw[at + y + 1]! + guess;
    }
  }
  return { width, height, channels, pixels };
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [up - corner, left - corner, left + up - 2 * corner].map(Math.abs);
  if (a! <= b! && a! <= c!) return left;
  return b! <= c! ? up : corner;
}
