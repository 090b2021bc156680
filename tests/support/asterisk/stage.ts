/** Everything real but the CRM: an Asterisk, phones, a provider, the relay, and a desk for each agent. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRelay } from '../../../src/relay/app';
import {
  createSuiteCrmSimulator,
  demoSignIn,
  type SuiteCrmSimulator,
} from '../../../src/simulators/suitecrm';
import { API_KEY, testConfig, tokenOf } from '../../integration/relay-harness';
import { createMemoryLog } from '../log';
import { openAgentDesk, type AgentDesk } from './agent-desk';
import { manager, startAsterisk, type Asterisk } from './asterisk';
import { openPhone, type Phone } from './sip-phone';

/** Who sits where; `crmUserId` as in the simulated CRM. */
export const staff = [
  { id: 'anna', name: 'Anna Müller', extension: '1001', crmUserId: demoSignIn.agents[0].userId },
  { id: 'bob', name: 'Bob Baker', extension: '1002', crmUserId: demoSignIn.agents[1].userId },
  { id: 'chloe', name: "Chloé D'Arc", extension: '1003', crmUserId: demoSignIn.agents[2].userId },
] as const;
export type AgentId = (typeof staff)[number]['id'];
export type Extension = (typeof staff)[number]['extension'];

export const configuredAgents = staff.map(({ id, name, extension, crmUserId }) => ({
  id,
  name,
  extensions: [extension],
  crmUserId,
  token: tokenOf(id),
}));

export const webhookSecret = 'wsec_of-the-simulated-elevenlabs-0123456789';

/** The relay's settings for this Asterisk and this CRM. */
export const relayEnv = (pbx: Asterisk, crm: SuiteCrmSimulator): Record<string, string> => ({
  AMI_HOST: '127.0.0.1',
  AMI_PORT: String(pbx.amiPort),
  AMI_USERNAME: manager.username,
  AMI_SECRET: manager.secret,
  API_KEY,
  SUITECRM_URL: crm.url,
  SUITECRM_CLIENT_ID: demoSignIn.clientId,
  SUITECRM_CLIENT_SECRET: demoSignIn.clientSecret,
  SUITECRM_USERNAME: demoSignIn.relay.username,
  SUITECRM_PASSWORD: demoSignIn.relay.password,
  ELEVENLABS_WEBHOOK_SECRET: webhookSecret,
});
export const crmRetry = { crm: { retry: { baseSeconds: 0.05, maxSeconds: 0.2 } } };

const deskOf = (url: string, id: AgentId): Promise<AgentDesk> => {
  const agent = configuredAgents.find((it) => it.id === id);
  return openAgentDesk(url, tokenOf(id), agent?.extensions ?? []);
};
export const openDesks = async (url: string): Promise<Record<AgentId, AgentDesk>> => {
  const [anna, bob, chloe] = await Promise.all([
    deskOf(url, 'anna'),
    deskOf(url, 'bob'),
    deskOf(url, 'chloe'),
  ]);
  return { anna, bob, chloe };
};
/** Until the relay has read the PBX: a call before that would be told late. */
export const untilConnected = async (desks: Record<AgentId, AgentDesk>): Promise<void> => {
  await Promise.all(
    Object.values(desks).map((desk) => desk.until('the PBX', () => desk.link() === 'connected')),
  );
};

export type House = Awaited<ReturnType<typeof openHouse>>;

/** Asterisk, CRM, provider and phones; no relay yet. */
export const openHouse = async () => {
  const [pbx, crm] = await Promise.all([startAsterisk(), createSuiteCrmSimulator()]);
  const phone = async (extension: Extension): Promise<Phone> => {
    const it = await openPhone({ user: extension, password: `phone-${extension}`, server: pbx.sip });
    await it.register();
    return it;
  };
  const [p1001, p1002, p1003, trunk, assistant] = await Promise.all([
    phone('1001'),
    phone('1002'),
    phone('1003'),
    openPhone({ user: 'provider', password: null, local: pbx.trunk, server: pbx.sip }),
    openPhone({ user: 'elevenlabs', password: null, local: pbx.assistant, server: pbx.sip }),
  ]);
  const phones: Record<Extension, Phone> = { 1001: p1001, 1002: p1002, 1003: p1003 };
  const all = [...Object.values(phones), trunk, assistant];
  return {
    pbx,
    crm,
    phones,
    trunk,
    assistant,
    everyCall: () => all.flatMap((it) => it.calls()),
    close: async (): Promise<void> => {
      for (const it of all) it.close();
      await pbx.stop();
      await crm.stop();
    },
  };
};

export type Stage = Awaited<ReturnType<typeof openStage>>;

/**
 * The house with a relay in this process.
 * @param file more of its config.json
 * @param env more of its environment
 */
export const openStage = async (file: Record<string, unknown> = {}, env: Record<string, string> = {}) => {
  const house = await openHouse();
  const rendererDir = mkdtempSync(join(tmpdir(), 'cti-none-'));
  const dataDir = mkdtempSync(join(tmpdir(), 'cti-asterisk-'));
  const config = testConfig({
    env: { ...relayEnv(house.pbx, house.crm), ...env },
    file: { agents: configuredAgents, ...crmRetry, ...file },
    dataDir,
  });
  const log = createMemoryLog();
  const relay = await createRelay(config, { logger: log, rendererDir });
  const url = await relay.start();
  const desks = await openDesks(url);
  await untilConnected(desks);
  return {
    ...house,
    url,
    log,
    desks,
    close: async (): Promise<void> => {
      for (const desk of Object.values(desks)) desk.close();
      await relay.stop();
      await house.close();
      for (const folder of [rendererDir, dataDir]) rmSync(folder, { recursive: true, force: true });
    },
  };
};
