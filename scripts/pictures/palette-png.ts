import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");

/**
 * The same picture with at most 256 colours, which is a third of the size for text. Takes what Chromium writes: a PNG of
 * 8 bits a channel, RGB or RGBA, not interlaced.
 */
export function withPalette(png: Buffer): Buffer {
  const { width, height, channels, pixels } = decoded(png);
  const colors = new Map<number, number>();
  let indexes: Uint8Array;
  let bits = 8;
  do {
    colors.clear();
    const mask = (0xff << (8 - bits)) & 0xff;
    indexes = new Uint8Array(width * height);
    for (let i = 0; i < indexes.length && colors.size <= 256; i++) {
      const at = i * channels;
      const color =
        ((pixels[at]! & mask) << 16) | ((pixels[at + 1]! & mask) << 8) | (pixels[at + 2]! & mask);
      if (!colors.has(color)) colors.set(color, colors.size);
      indexes[i] = colors.get(color)!;
    }
    bits--;
  } while (colors.size > 256);
  const lost = 0xff >> (bits + 1);
  const palette = Buffer.from(
    [...colors.keys()].flatMap((color) =>
      [color >> 16, (color >> 8) & 0xff, color & 0xff].map((value) =>
        // White stays white.
        lost > 0 && value >= 0xff - lost ? 0xff : value,
      ),
    ),
  );
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++)
    rows.set(indexes.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", palette),
    chunk("IDAT", deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
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
