/**
 * What a PBX would answer to `Status` at any moment of a recorded stream: a small model of Asterisk's channel list, fed
 * with the unfiltered events. It knows nothing of the tracker; tests of reconnects need a truthful answer to give.
 */
import type { AmiEvent } from '../../src/relay/pbx/ami-event';

type Row = Record<string, string>;

const copied = [
  'Channel',
  'ChannelStateDesc',
  'CallerIDNum',
  'CallerIDName',
  'ConnectedLineNum',
  'Exten',
  'Context',
  'Linkedid',
] as const;

export const createChannelList = () => {
  const rows = new Map<string, Row>();
  const born = new Map<string, number>();

  const refresh = (fields: AmiEvent['fields'], prefix: string): Row | null => {
    const row = rows.get(fields[`${prefix}Uniqueid`] ?? '');
    if (!row) return null;
    for (const key of copied) {
      const value = fields[prefix + key];
      if (value !== undefined) row[key] = value;
    }
    return row;
  };

  return {
    take: ({ name, at, fields }: AmiEvent): void => {
      const id = fields.Uniqueid ?? '';
      if (name === 'Newchannel') {
        rows.set(id, { Uniqueid: id, Application: '', Data: '', BridgeID: '', DNID: fields.Exten ?? '' });
        born.set(id, at);
      }
      const row = refresh(fields, '');
      const called = refresh(fields, 'Dest');
      if (name === 'Hangup') {
        rows.delete(id);
        born.delete(id);
      }
      if (name === 'Newexten' && row) {
        row.Application = fields.Application ?? '';
        row.Data = fields.AppData ?? '';
      }
      // Streams read with the relay's rights have no Newexten; what a channel does shows all the same.
      if (name === 'DialBegin' && row && !/^(?:Dial|Queue)$/.test(row.Application ?? '')) {
        const tech = (fields.DestChannel ?? '').split('/')[0] ?? '';
        [row.Application, row.Data] = ['Dial', `${tech}/${fields.DialString ?? ''}`];
      }
      if (name === 'QueueCallerJoin' && row) [row.Application, row.Data] = ['Queue', fields.Queue ?? ''];
      if (name === 'DialBegin' && called) {
        called.Application = row?.Application === 'Queue' ? 'AppQueue' : row ? 'AppDial' : 'AppDial2';
        called.Data = '(Outgoing Line)';
        called.DNID = '';
      }
      if (name === 'BridgeEnter' && row) row.BridgeID = fields.BridgeUniqueid ?? '';
      if (name === 'BridgeLeave' && row) row.BridgeID = '';
    },
    /** The items of the answer, as the relay's reader would hand them on. */
    status: (at: number): AmiEvent[] =>
      [...rows].map(([id, row]) => ({
        name: 'Status',
        at,
        fields: { ...row, Seconds: String(Math.floor((at - (born.get(id) ?? at)) / 1000)) },
      })),
  };
};
