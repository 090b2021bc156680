/**
 * `ElevenLabs-Signature: t=<unix seconds>,v0=<hex>`, where v0 is HMAC-SHA256 of `t.rawBody` under the webhook's secret.
 * The body is taken in pieces, so that an audio of any size can be checked without holding it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface Signature {
  /** As it was sent, because the text is what was signed. */
  t: string;
  timestampMs: number;
  /** 32 bytes each; a sender may sign with several secrets while one is being replaced. */
  hashes: readonly Buffer[];
}

const maxHeaderChars = 2_000;

/** @returns null for anything that is not exactly such a header; parts of other schemes (`v1=`) are passed over */
export const parseSignature = (header: string | undefined): Signature | null => {
  if (header === undefined || header.length > maxHeaderChars) return null;
  const parts = header.split(',').map((part) => part.trim());
  const values = (name: string): string[] =>
    parts.flatMap((part) => (part.startsWith(`${name}=`) ? [part.slice(name.length + 1)] : []));
  const [t, another] = values('t');
  const hashes = values('v0');
  if (t === undefined || another !== undefined || !/^\d{1,11}$/.test(t)) return null;
  if (hashes.length === 0 || !hashes.every((hash) => /^[0-9a-f]{64}$/i.test(hash))) return null;
  return { t, timestampMs: Number(t) * 1_000, hashes: hashes.map((hash) => Buffer.from(hash, 'hex')) };
};

export interface Tolerance {
  /** Older than this it is `late`. */
  freshMs: number;
  /** Older than this it is refused. */
  lateMs: number;
  /** How far a clock may be ahead of ours. */
  futureMs: number;
}

/**
 * ElevenLabs tells receivers to refuse what is older than 30 minutes, yet its own fifth attempt may come after 45 and it is
 * not said whether it signs anew. So what is `late` is taken when it was never seen before; a replay of it changes nothing.
 */
export const ageOf = (
  { timestampMs }: Signature,
  nowMs: number,
  { freshMs, lateMs, futureMs }: Tolerance,
): 'fresh' | 'late' | 'refused' => {
  const ageMs = nowMs - timestampMs;
  if (ageMs < -futureMs || ageMs > lateMs) return 'refused';
  return ageMs > freshMs ? 'late' : 'fresh';
};

export const createBodyCheck = ({ t, hashes }: Signature, secrets: readonly string[]) => {
  const hmacs = secrets.map((secret) => createHmac('sha256', secret).update(`${t}.`));
  return {
    /** The next piece of the raw body. */
    update: (bytes: Uint8Array): void => {
      for (const hmac of hmacs) hmac.update(bytes);
    },
    /** Once, after the last piece. Takes the same time whichever secret fits, or none. */
    isGenuine: (): boolean => {
      let fits = 0;
      for (const hmac of hmacs) {
        const digest = hmac.digest();
        for (const hash of hashes) fits += timingSafeEqual(digest, hash) ? 1 : 0;
      }
      return fits > 0;
    },
  };
};

/** As the sender does it; for the test command and the tests. */
export const signBody = (body: string | Uint8Array, secret: string, atMs: number): string => {
  const t = String(Math.floor(atMs / 1_000));
  return `t=${t},v0=${createHmac('sha256', secret).update(`${t}.`).update(body).digest('hex')}`;
};
