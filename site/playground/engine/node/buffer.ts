class Bytes extends Uint8Array {
  equals(other: Uint8Array): boolean {
    return this.length === other.length && this.every((byte, i) => byte === other[i]);
  }

  override toString(encoding = "utf8"): string {
    if (encoding === "latin1") return Array.from(this, (one) => String.fromCharCode(one)).join("");
    return new TextDecoder().decode(this);
  }
}

/** The part of Node's `Buffer` that a check uses: texts as UTF-8 bytes, and back. */
export const Buffer = {
  alloc: (size: number) => new Bytes(size),
  byteLength: (text: string): number => new TextEncoder().encode(text).length,
  from: (text: string, encoding = "utf8") =>
    new Bytes(
      encoding === "latin1"
        ? Array.from(text, (one) => one.charCodeAt(0))
        : new TextEncoder().encode(text),
    ),
};

export default { Buffer };
