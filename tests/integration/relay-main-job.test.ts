/** The main job with everything real but the peers: AMI bytes in, pops out, one record in the CRM. */
import { expect, it } from 'vitest';
import { createRelay } from '../../src/relay/app';
import { createAsteriskSimulator } from '../../src/simulators/asterisk/simulator';
import { createSuiteCrmSimulator, demoSignIn } from '../../src/simulators/suitecrm';
import { createMemoryLog } from '../support/log';
import { signIn, testConfig } from './relay-harness';
import { tempFolder } from '../support/temp-folder';
import { peerSettings } from '../support/simulated-peers';

const anna = { extension: '1001', name: 'Anna' };
const maria = { number: '491711234567', name: 'Maria Lindqvist' };

const startAll = async () => {
  const asterisk = await createAsteriskSimulator();
  const crm = await createSuiteCrmSimulator();
  const config = testConfig({
    env: {
      ...peerSettings(asterisk, crm),
    },
    file: { crm: { retry: { baseSeconds: 0.01, maxSeconds: 0.1 } } },
  });
  const log = createMemoryLog();
  const rendererDir = tempFolder('none');
  const relay = await createRelay(config, { logger: log, rendererDir });
  const url = await relay.start();
  const desktop = await signIn(url, 'anna');
  const up = async (): Promise<void> => {
    if (desktop.registered.pbx[0]?.state === 'connected') return;
    while ((await desktop.nextOfType('pbx_status')).pbx.state !== 'connected');
  };
  await up();
  const stop = async (): Promise<void> => {
    await relay.stop();
    await asterisk.stop();
    await crm.stop();
  };
  return { asterisk, crm, log, desktop, stop };
};

it('a customer calls: number first, then name; answered, ended, one record linked to the contact', async () => {
  const { asterisk, crm, log, desktop, stop } = await startAll();
  const before = crm.records('Calls').length;
  const { done } = asterisk.call({
    kind: 'inbound',
    agent: anna,
    from: maria,
    did: '4930555001',
    ringMs: 200,
    talkMs: 300,
  });
  const pop = await desktop.nextOfType('screen_pop');
  expect(pop.callData).toMatchObject({
    state: 'ringing',
    remote: { number: '+491711234567' },
    contact: null,
  });

  const seen = [pop.callData];
  while (seen.at(-1)?.crmRecord.status !== 'logged')
    seen.push((await desktop.nextOfType('call_update')).callData);
  await done;
  expect(seen.every((call, index) => index === 0 || call.version > (seen[index - 1]?.version ?? 0))).toBe(
    true,
  );
  expect(seen.some((call) => call.state === 'connected')).toBe(true);
  expect(seen.at(-1)).toMatchObject({
    state: 'ended',
    outcome: 'answered',
    contact: { name: 'Maria Lindqvist' },
  });

  const records = crm.records('Calls');
  expect(records).toHaveLength(before + 1);
  const record = records.find(({ id }) => id === seen.at(-1)?.crmRecord.id);
  expect(record?.contacts).toEqual([seen.at(-1)?.contact?.id]);
  expect(log.text()).not.toMatch(new RegExp(`${demoSignIn.relay.password}|relay-secret|cti_token`));
  await stop();
});

it('a CRM that is down delays no pop, and gets the call later, once', async () => {
  const { asterisk, crm, desktop, stop } = await startAll();
  const before = crm.records('Calls').length;
  crm.faults.down = true;
  const { done } = asterisk.call({
    kind: 'missed',
    agent: anna,
    from: maria,
    did: '4930555001',
    ringMs: 100,
  });
  expect((await desktop.nextOfType('screen_pop')).callData.remote.number).toBe('+491711234567');
  await done;
  const recordStatus = async () => (await desktop.nextOfType('call_update')).callData.crmRecord;
  for (let record = await recordStatus(); record.error === null; record = await recordStatus());
  crm.faults.down = false;
  while ((await recordStatus()).status !== 'logged');
  expect(crm.records('Calls')).toHaveLength(before + 1);
  await stop();
});
