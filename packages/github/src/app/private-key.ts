import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";

export type PrivateKey = { readonly pem: string } | { readonly problem: string };

const WHERE = "GitHub offers it for download on the App's page, under “Private keys”.";

/** The App's key from the environment or a file, as PKCS#8. What is wrong is said without a byte of the key. */
export function readPrivateKey(text: string | undefined, path: string | undefined): PrivateKey {
  if (text === undefined && path === undefined) {
    return { problem: `PRIVATE_KEY or PRIVATE_KEY_PATH is not set. ${WHERE}` };
  }
  if (text !== undefined && path !== undefined) {
    return { problem: "PRIVATE_KEY and PRIVATE_KEY_PATH are both set. Take one of them away." };
  }
  let name = "PRIVATE_KEY";
  let pem = text;
  if (path !== undefined) {
    name = "PRIVATE_KEY_PATH";
    try {
      pem = readFileSync(path, "utf8");
    } catch {
      return { problem: "PRIVATE_KEY_PATH names a file that cannot be read." };
    }
  }
  try {
    const key = createPrivateKey(pem!.replaceAll("\\n", "\n").trim());
    if (key.asymmetricKeyType !== "rsa") {
      return { problem: `${name} holds a key that is not RSA. ${WHERE}` };
    }
    return { pem: key.export({ type: "pkcs8", format: "pem" }) as string };
  } catch {
    return {
      problem: `${name} holds no private key that can be read. It begins with -----BEGIN RSA PRIVATE KEY-----. ${WHERE}`,
    };
  }
}
