/** Recordings of the PBX: the link that the house set up, for those who took part in the call. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { callRecordingsSchema } from '../../src/shared/protocol/recordings';
import { aCall, aLeg, answeredBy, ended } from '../support/calls';
import { startRelay, withKey, withToken, type TestRelay } from './relay-harness';

let relay: TestRelay;
beforeEach(async () => {
  relay = await startRelay({ file: { recordings: { url: 'https://pbx.example.com/listen/{path}' } } });
});
afterEach(() => relay.stop());

it('is told to who talked; whose phone rang is told of none, and a stranger of no call', async () => {
  const startedAt = '2026-11-23T09:00:06.000Z';
  const ringing = aCall({ legs: [aLeg('1001'), aLeg('1002')] });
  const file = '/var/spool/asterisk/monitor/2026/11/23/in-1001.wav';
  relay.pbx.tell({ ...ended(answeredBy(ringing, '1001')), recording: [{ file, startedAt }] });
  relay.pbx.tell(ended(aCall({ linkedId: 'bens', legs: [aLeg('1002')] })));
  const ask = (who: Record<string, string>, id = ringing.id) =>
    relay.request('GET', `/api/calls/${encodeURIComponent(id)}/recordings`, who);
  const told = async (who: Record<string, string>) =>
    callRecordingsSchema.parse((await ask(who)).body).recordings;
  const recording = {
    name: 'in-1001.wav',
    startedAt,
    url: 'https://pbx.example.com/listen/2026/11/23/in-1001.wav',
  };
  expect(await told(withToken('anna'))).toEqual([recording]);
  expect(await told(withToken('ben'))).toEqual([]);
  expect(await told(withKey)).toEqual([recording]);
  expect((await ask(withToken('anna'), 'pbx:bens')).status).toBe(404);
  expect((await ask({})).status).toBe(401);
});
