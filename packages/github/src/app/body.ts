/** GitHub sends at most 25 MB; what this App listens to stays far below. */
export const MOST_BYTES = 8 * 1024 * 1024;
const MOST_BYTES_AT_ONCE = 64 * 1024 * 1024;
const BODY_SECONDS = 5;

export class BodyRefused extends Error {
  readonly status: 408 | 413 | 503;

  constructor(status: 408 | 413 | 503) {
    super(`refused with ${status}`);
    this.name = "BodyRefused";
    this.status = status;
  }
}

let underWay = 0;

/**
 * The raw body of a request, as the bytes that were signed. Throws `BodyRefused` where it is too large, comes too
 * slowly, or too much is being read already: nobody has to prove who he is before his bytes are taken.
 */
export async function readBody(request: Request, seconds = BODY_SECONDS): Promise<Buffer> {
  if (Number(request.headers.get("content-length") ?? 0) > MOST_BYTES) throw new BodyRefused(413);
  if (!request.body) return Buffer.alloc(0);
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new BodyRefused(408)), seconds * 1000);
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), late.promise]);
      if (done) return Buffer.concat(chunks);
      size += value.length;
      underWay += value.length;
      chunks.push(value);
      if (size > MOST_BYTES) throw new BodyRefused(413);
      if (underWay > MOST_BYTES_AT_ONCE) throw new BodyRefused(503);
    }
  } finally {
    clearTimeout(timer);
    underWay -= size;
    void reader.cancel().catch(() => {});
  }
}
