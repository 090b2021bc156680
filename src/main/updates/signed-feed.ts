/**
 * A feed of updates is believed only with a signature beside it (`latest-linux.yml.sig`): Ed25519 over the file's bytes, by the key
 * whose other half was built into this Companion or is named by IT. The feed carries the SHA-512 of each package, so that
 * whoever holds the server or the wire can serve nothing that was not signed.
 */
import { createPublicKey, verify } from 'node:crypto';

/** @param key SPKI as base64, one line. @param signature base64 */
export const isSigned = (feed: string, signature: string, key: string): boolean => {
  try {
    const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
    if (publicKey.asymmetricKeyType !== 'ed25519') return false;
    return verify(null, Buffer.from(feed, 'utf8'), publicKey, Buffer.from(signature.trim(), 'base64'));
  } catch {
    return false;
  }
};

/** Updates come over TLS; plain HTTP is for this computer alone (a test, a mirror behind a local proxy). */
export const isFeedUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  if (hostname.endsWith('.invalid')) return false;
  return (
    protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname))
  );
};
