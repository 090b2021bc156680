/** How much the relay's two doors let in: HTTP and WebSocket. */
import { z } from 'zod';

const seconds = z.number().int().min(1).max(600);

export const httpSchema = z.strictObject({
  requestTimeoutSeconds: seconds.default(15),
  bodyLimitKiB: z.number().int().min(1).max(10_240).default(256),
  /** Requests a minute from one address. */
  requestsPerMinute: z.number().int().min(1).max(1_000_000).default(600),
  /** The same with one API key, from all addresses; left out: as many as from one address. */
  requestsPerMinutePerKey: z.number().int().min(1).max(1_000_000).optional(),
  /** Enrolment tries a minute from one address: a code is short, so guessing must be slow. */
  enrolmentsPerMinute: z.number().int().min(1).max(1_000).default(5),
});

export const webSocketSchema = z.strictObject({
  registerTimeoutSeconds: z.number().min(0.05).max(60).default(5),
  heartbeatSeconds: z.number().min(0.05).max(600).default(15),
  /** Messages a client may send in ten seconds; all at once, or one after the other. */
  messagesPerTenSeconds: z.number().int().min(1).max(10_000).default(100),
  /** A client with more than this unread is cut. */
  maxBufferedKiB: z.number().int().min(64).max(65_536).default(1_024),
  maxSockets: z.number().int().min(1).max(100_000).default(10_000),
  /** Of these from one address; left out: three quarters. Behind a proxy it needs TRUST_PROXY. */
  maxSocketsPerAddress: z.number().int().min(1).max(100_000).optional(),
});
