/** Version of the relay <-> desktop protocol; raised when a client must change to keep working. */
export const PROTOCOL_VERSION = 1;
/** A WebSocket frame from a client above this is answered with close 1009. Bytes. */
export const MAX_FRAME_BYTES = 64 * 1024;
/** How long a socket may stay silent before it must have registered. */
export const REGISTER_DEADLINE_MS = 5_000;
