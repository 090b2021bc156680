/** An AI agent's conversations, a PBX and a SuiteCRM around one relay: real HTTP, a real store, simulated peers. */
import { onTestFinished } from 'vitest';
import { createRelay } from '../../src/relay/app';
import { createAsteriskSimulator } from '../../src/simulators/asterisk/simulator';
import { createElevenLabsSimulator } from '../../src/simulators/elevenlabs';
import { createSuiteCrmSimulator, demoSignIn } from '../../src/simulators/suitecrm';
import { createMemoryLog } from '../support/log';
import { tempFolder } from '../support/temp-folder';
import { signIn, testConfig } from './relay-harness';

const secret = 'wsec_the-secret-of-this-test-0123456789';
export const startedAt = (): number => Math.floor(Date.now() / 1_000);

export const startAll = async ({
  elevenlabs = {},
  callLog = {},
  crmSettings = {},
}: { elevenlabs?: object; callLog?: object; crmSettings?: object } = {}) => {
  const asterisk = await createAsteriskSimulator();
  const crm = await createSuiteCrmSimulator();
  const log = createMemoryLog();
  const config = testConfig({
    env: {
      AMI_HOST: '127.0.0.1',
      AMI_PORT: String(asterisk.port),
      AMI_USERNAME: 'relay',
      AMI_SECRET: 'relay-secret',
      SUITECRM_URL: crm.url,
      SUITECRM_CLIENT_ID: demoSignIn.clientId,
      SUITECRM_CLIENT_SECRET: demoSignIn.clientSecret,
      SUITECRM_USERNAME: demoSignIn.relay.username,
      SUITECRM_PASSWORD: demoSignIn.relay.password,
      ELEVENLABS_WEBHOOK_SECRET: secret,
    },
    file: {
      http: { requestsPerMinute: 1_000_000 },
      crm: { retry: { baseSeconds: 0.01, maxSeconds: 0.1 }, ...crmSettings },
      elevenlabs: { joinSeconds: 0, ...elevenlabs },
      callLog,
    },
  });
  const start = async () => {
    const relay = await createRelay(config, { logger: log, rendererDir: tempFolder('none') });
    const url = await relay.start();
    return { ...relay, url, eleven: createElevenLabsSimulator({ url: `${url}/webhook/elevenlabs`, secret }) };
  };
  let relay = await start();
  onTestFinished(async () => {
    await relay.stop();
    await asterisk.stop();
    await crm.stop();
  });
  const restart = async () => {
    await relay.stop();
    return (relay = await start());
  };
  const connected = async () => {
    const desktop = await signIn(relay.url, 'anna');
    if (desktop.registered.pbx[0]?.state !== 'connected')
      while ((await desktop.nextOfType('pbx_status')).pbx.state !== 'connected');
    return desktop;
  };
  /** A customer calls Anna; @returns the call once it is in the CRM */
  const aCall = async () => {
    const desktop = await connected();
    const { done } = asterisk.call({
      kind: 'inbound',
      agent: { extension: '1001', name: 'Anna' },
      from: { number: '491711234567', name: 'Maria Lindqvist' },
      did: '4930555001',
      ringMs: 50,
      talkMs: 100,
    });
    const logged = async () => {
      for (;;) {
        const { callData } = await desktop.nextOfType('call_update');
        if (callData.crmRecord.status === 'logged') return callData;
      }
    };
    return { desktop, pop: (await desktop.nextOfType('screen_pop')).callData, done, logged };
  };
  const record = (id: string | null) => crm.records('Calls').find((one) => one.id === id);
  const notes = () => crm.records('Notes');
  return { relay, crm, log, restart, aCall, record, notes, dataDir: config.dataDir };
};
