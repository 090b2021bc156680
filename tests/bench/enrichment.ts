/**
 * A pop with a SuiteCRM that takes 200 ms for a request: when number, name and everything are on the agent's screen, in round
 * trips of the same run, and how many requests that costs. By the agent's own sign-in (desktop) and by the relay's (browser),
 * one phone and twenty at once. Prints figures; judges nothing.
 */
import { randomUUID } from 'node:crypto';
import { createSuiteCrm } from '../../src/crm/suitecrm';
import { createCrmLookup } from '../../src/main/crm/lookup';
import { createFetchJson } from '../../src/main/relay/fetch-json';
import { openWebSocket } from '../../src/main/relay/socket';
import { systemClock } from '../../src/shared/clock';
import { createCompanion } from '../../src/shared/companion/companion';
import type { CrmLookup } from '../../src/shared/companion/crm-contexts';
import { settingsSchema } from '../../src/shared/ipc/state';
import { silentLogger } from '../../src/shared/logger';
import { crmContextSchema } from '../../src/shared/protocol/crm-context';
import { createAsteriskSimulator } from '../../src/simulators/asterisk/simulator';
import { fill, templates } from '../../src/simulators/asterisk/template';
import {
  createSuiteCrmSimulator,
  demoSeed,
  demoSignIn,
  type SuiteCrmSeed,
} from '../../src/simulators/suitecrm';
import { peerSettings } from '../support/simulated-peers';
import { percentile, row, startRelayProgram } from './relay-program';

const slowMs = 200;
const desks = 20;
const callers = 8;
const [anna] = demoSignIn.agents;

const extensionOf = (desk: number): string => String(2_000 + desk);
const tokenOf = (desk: number): string => `cti_bench_desk_${String(desk).padStart(8, '0')}`;
const numberOf = (caller: number): string => `49171555${String(1_000 + caller)}`;
const id = (kind: string, n: number): string =>
  `${kind.padEnd(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** Customers with a past: six calls, three open cases and two open opportunities each. */
const seedOf = (): SuiteCrmSeed => {
  const each = <T>(times: number, make: (caller: number, n: number) => T): T[] =>
    Array.from({ length: callers * times }, (_, at) => make(Math.floor(at / times), at));
  return {
    ...demoSeed(),
    records: {
      Accounts: each(1, (n) => ({ id: id('acc', n), name: `Company ${n}` })),
      Contacts: each(1, (n) => ({
        id: id('c0', n),
        first_name: 'Customer',
        last_name: String(n),
        account_id: id('acc', n),
        phone_mobile: `0${numberOf(n).slice(2)}`,
      })),
      Calls: each(6, (caller, n) => ({
        id: id('ca11', n),
        name: `Call ${n}`,
        status: 'Held',
        direction: 'Inbound',
        date_start: `2026-11-0${(n % 9) + 1} 09:00:00`,
        parent_type: 'Accounts',
        parent_id: id('acc', caller),
      })),
      Cases: each(3, (caller, n) => ({
        id: id('ca5e', n),
        name: `Case ${n}`,
        state: 'Open',
        status: 'Open_New',
        account_id: id('acc', caller),
      })),
      Opportunities: each(2, (caller, n) => ({
        id: id('dea1', n),
        name: `Deal ${n}`,
        sales_stage: 'Prospecting',
        account_id: id('acc', caller),
      })),
    },
    links: [
      ...each(6, (caller, n) => ({
        table: 'calls_contacts' as const,
        left: id('ca11', n),
        right: id('c0', caller),
      })),
      ...each(3, (caller, n) => ({
        table: 'contacts_cases' as const,
        left: id('c0', caller),
        right: id('ca5e', n),
      })),
    ],
  };
};

interface Seen {
  number: number;
  name: number;
  all: number;
}

const main = async (): Promise<void> => {
  const asterisk = await createAsteriskSimulator();
  const crm = await createSuiteCrmSimulator({ data: seedOf() });
  crm.faults.delayMs = () => slowMs;
  const relay = await startRelayProgram(peerSettings(asterisk, crm), {
    agents: Array.from({ length: desks }, (_, n) => ({
      id: `desk-${n}`,
      name: `Desk ${n}`,
      extensions: [extensionOf(n)],
      token: tokenOf(n),
    })),
    webCompanion: { crmContext: true },
    http: { requestsPerMinute: 1_000_000 },
  });

  const ownSignIn = { url: crm.url, clientId: demoSignIn.clientId, clientSecret: demoSignIn.clientSecret };
  const openDesk = async (n: number, way: 'desktop' | 'browser') => {
    const fetchJson = createFetchJson();
    const client = createSuiteCrm({ ...ownSignIn, username: anna.username, password: anna.password });
    const byRelay: CrmLookup = {
      lookup: async (call) => {
        const url = `${relay.url}/api/calls/${encodeURIComponent(call.id)}/crm`;
        return crmContextSchema.parse((await fetchJson({ method: 'GET', url, token: tokenOf(n) })).body);
      },
    };
    if (way === 'desktop') await client.check();
    const companion = createCompanion({
      platform: 'electron',
      client: { name: 'bench', version: '1' },
      openSocket: openWebSocket,
      fetchJson,
      clock: systemClock,
      random: Math.random,
      newId: randomUUID,
      log: silentLogger,
      initial: {
        relayUrl: relay.url,
        token: tokenOf(n),
        settings: settingsSchema.parse({}),
        secretStore: { kind: 'memory', warning: null },
      },
      crm: way === 'desktop' ? createCrmLookup(client) : byRelay,
      saveConnection: () => Promise.resolve(),
      saveSettings: () => Promise.resolve(),
    });
    const registered = new Promise<void>((resolve) => {
      companion.onState(({ agent }) => agent && resolve());
    });
    companion.start();
    await registered;
    /** What of this call is on the screen, and when. */
    const watch = (callId: string, from: number): Promise<Seen> =>
      new Promise((resolve) => {
        const seen = { number: 0, name: 0, all: 0 };
        const stop = companion.onState((state) => {
          const now = performance.now() - from;
          const call = state.calls.find((one) => one.id === callId);
          if (!seen.number && state.pops.some((pop) => pop.callId === callId)) seen.number = now;
          if (!seen.name && (call?.contact ?? state.crm[callId]?.context?.contact)) seen.name = now;
          if (!seen.all && state.crm[callId]?.status === 'ready') seen.all = now;
          if (!seen.number || !seen.name || !seen.all) return;
          stop();
          resolve(seen);
        });
      });
    const close = (): void => {
      companion.stop();
      client.close();
    };
    return { watch, close };
  };

  let made = 0;
  /** A call that rings so many phones. */
  const ring = (caller: number, phones: number): string => {
    made += 1;
    const linkedId = `1795421135.${made * 100}`;
    for (let n = 0; n < phones; n += 1) {
      const values = {
        id1: linkedId,
        id2: `1795421135.${made * 100 + 1 + n}`,
        serial1: (made * 100).toString(16).padStart(8, '0'),
        serial2: (made * 100 + 1 + n).toString(16).padStart(8, '0'),
        agent: extensionOf(n),
        agentName: `Desk ${n}`,
        remote: numberOf(caller),
        remoteName: '',
        did: '4930555001',
        company: '4930555000',
        companyName: 'Beispiel GmbH',
      };
      // The trunk's channel is made once.
      for (const event of (templates['direct-answered'].steps[0]?.events ?? []).slice(n === 0 ? 0 : 1))
        asterisk.emit(fill(event, values));
    }
    return `pbx:${linkedId}`;
  };

  const measure = async (open: Awaited<ReturnType<typeof openDesk>>[], from: number, rounds: number) => {
    const all: Seen[] = [];
    const before = crm.requests.length;
    for (let n = 0; n < rounds; n += 1) {
      const began = performance.now();
      const callId = ring(from + n, open.length);
      all.push(...(await Promise.all(open.map((desk) => desk.watch(callId, began)))));
    }
    return { all, requests: (crm.requests.length - before) / rounds };
  };

  const oneRequest: number[] = [];
  for (let n = 0; n < 9; n += 1) {
    const from = performance.now();
    await (await fetch(`${crm.url}/Api/V8/current-user`)).text();
    oneRequest.push(performance.now() - from);
  }
  const trip = percentile(oneRequest, 0.5);
  console.log(`\nA pop, SuiteCRM at ${slowMs} ms a request (one round trip: ${trip.toFixed(0)} ms)`);
  const times = (values: number[]): string => {
    const ms = percentile(values, 0.5);
    return `${ms.toFixed(0)} ms (${(ms / trip).toFixed(2)})`;
  };
  const print = (what: string, { all, requests }: Awaited<ReturnType<typeof measure>>): void =>
    row(
      what,
      `number ${percentile(
        all.map(({ number }) => number),
        0.5,
      ).toFixed(0)} ms, name ${times(all.map(({ name }) => name))}, ` +
        `all ${times(all.map(({ all: ready }) => ready))}; ${requests.toFixed(1)} requests`,
    );
  const half = callers / 2;
  for (const way of ['desktop', 'browser'] as const) {
    const one = await openDesk(0, way);
    const from = way === 'desktop' ? 0 : half;
    print(`${way}, a caller with open opportunities, first call`, await measure([one], from, half - 1));
    print(`${way}, the same callers again`, await measure([one], from, half - 1));
    one.close();
    const many = await Promise.all(Array.from({ length: desks }, (_, n) => openDesk(n, way)));
    print(`${way}, ${desks} phones at once, first call`, await measure(many, from + half - 1, 1));
    many.forEach((desk) => desk.close());
  }
  relay.stop();
  await asterisk.stop();
  await crm.stop();
};

await main();
process.exit(0);
