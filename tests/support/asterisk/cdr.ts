/** Asterisk's own call records, as tests/fixtures/asterisk/conf/cdr_custom.conf has them written. */

export interface Cdr {
  linkedId: string;
  startedAt: number;
  /** Seconds from start to end, and from answer to end. */
  durationSeconds: number;
  billSeconds: number;
  disposition: string;
  from: string;
  to: string;
  channel: string;
  /** The channel that was called last; empty when none was. */
  calledChannel: string;
  application: string;
  callerId: string;
}

const fieldsOf = (line: string): string[] =>
  [...line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, value = '']) => value.replaceAll('""', '"'));

/** A last line that is still being written is left out. */
export const parseCdrs = (text: string): Cdr[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [linkedId = '', start, duration, bill, disposition = '', from = '', to = '', ...rest] =
        fieldsOf(line);
      const [channel = '', calledChannel = '', application = '', callerId = ''] = rest;
      return {
        linkedId,
        startedAt: Number(start) * 1_000,
        durationSeconds: Number(duration),
        billSeconds: Number(bill),
        disposition,
        from,
        to,
        channel,
        calledChannel,
        application,
        callerId,
      };
    });

/** `PJSIP/1001-0000002a` and `Local/1001@from-queue-00000003;1` are both 1001's; null where nobody was called. */
export const phoneOf = (channel: string): string | null =>
  /^[A-Za-z]+\/(\d+|trunk-main)\b/.exec(channel)?.[1] ?? null;
