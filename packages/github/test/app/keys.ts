import { generateKeyPairSync } from "node:crypto";

/** A private key as GitHub hands them out (PKCS#1), made for this run. */
export const privateKey: string = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
}).privateKey;

export const webhookSecret = "a-secret-of-some-length-0123456789";
