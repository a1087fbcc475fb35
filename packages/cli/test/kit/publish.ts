import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "tar";
import type { Registry } from "./registry.ts";

interface Publication {
  readonly name: string;
  readonly version: string;
  readonly [field: string]: unknown;
}

interface PublishOptions {
  /** Default: `latest`. */
  readonly tag?: string;
  /** The package.json in the tarball. Default: the same. */
  readonly packed?: object;
  /** Other files in the tarball. */
  readonly files?: Readonly<Record<string, string>>;
  /** More about the tarball, such as its attestations. */
  readonly dist?: object;
}

/** Publishes a release as a client does, in one request: much faster than npm, and with what npm would not send. */
export async function publish(
  { url, npmrc }: Registry,
  manifest: Publication,
  { tag = "latest", packed = manifest, files = {}, dist = {} }: PublishOptions = {},
): Promise<void> {
  const { name, version } = manifest;
  const file = `${name}-${version}.tgz`;
  const bytes = tarballOf({ ...files, "package.json": JSON.stringify(packed) });
  const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
  const shasum = createHash("sha1").update(bytes).digest("hex");
  const tarball = `${url}${name}/-/${file}`;
  const [, token] = /_authToken=(.+)/.exec(npmrc) ?? [];
  const response = await fetch(`${url}${name.replace("/", "%2f")}`, {
    method: "PUT",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({
      _id: name,
      name,
      "dist-tags": { [tag]: version },
      versions: { [version]: { ...manifest, dist: { integrity, shasum, tarball, ...dist } } },
      _attachments: {
        [file]: {
          content_type: "application/octet-stream",
          data: bytes.toString("base64"),
          length: bytes.length,
        },
      },
    }),
  });
  if (!response.ok) throw new Error(`the registry answered ${await response.text()}`);
}

function tarballOf(files: Readonly<Record<string, string>>): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "publish-"));
  try {
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
    const file = join(folder, "package.tgz");
    create({ gzip: true, cwd: folder, prefix: "package", file, sync: true }, Object.keys(files));
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
