/** Close codes of the relay's WebSocket; 4xxx are this protocol's own. */
export const closeCodes = {
  /** The relay stops or restarts; reconnect with jitter. */
  goingAway: 1001,
  /** A frame over 64 KiB, or a client that reads too slowly. */
  tooBig: 1009,
  /** Token unknown or revoked; reconnecting with the same token is useless. */
  unauthorized: 4401,
  /** The first message was not a valid `register_agent`. */
  badRegister: 4400,
  /** No `register_agent` within 5 s. */
  registerTimeout: 4408,
  /** Too many messages. */
  rateLimited: 4429,
} as const;
