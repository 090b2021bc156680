/** The one logger interface; winston (relay) and electron-log (desktop) stand behind it. Fields are masked by the adapter. */
export interface Logger {
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to every line, e.g. `{ callId }`. */
  child(fields: LogFields): Logger;
}
export type LogFields = Record<string, unknown>;

export const silentLogger: Logger = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  child: () => silentLogger,
};
