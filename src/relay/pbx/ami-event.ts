/**
 * One event of Asterisk's manager interface as the event stream hands it over: decoded UTF-8, values raw
 * (C-escapes of `CallerIDName` not yet undone), only the headers that translate asks for.
 */
export interface AmiEvent {
  /** e.g. `DialBegin` */
  readonly name: string;
  /** When its last byte was read; milliseconds since the epoch. AMI itself sends no time. */
  readonly at: number;
  /** Header name -> value, spelled as Asterisk spells it; the first one wins where a header repeats. */
  readonly fields: Readonly<Record<string, string | undefined>>;
}
