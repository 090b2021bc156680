/**
 * A busy house's afternoon in some seconds: hundreds of calls of every kind, through a relay that is killed now and then, into
 * a SuiteCRM of 50,000 contacts that fails in every way. At the end the CRM holds what happened, and nothing else.
 */
import { describe, expect, it, onTestFinished } from 'vitest';
import { seededRandom } from '../../src/simulators/asterisk/ids';
import { createAsteriskSimulator } from '../../src/simulators/asterisk/simulator';
import { createElevenLabsSimulator, transcription, type WebhookEvent } from '../../src/simulators/elevenlabs';
import { createSuiteCrmSimulator, demoSignIn, type RequestFault } from '../../src/simulators/suitecrm';
import { createCallers, recordings, type Recording, type TrueCall } from '../support/busy-day';
import { createCustomers } from '../support/customers';
import { createFakeClock } from '../support/fake-clock';
import { judge, type Gap, type Judged } from '../support/judge-call-log';
import { startRelayProcess, type RelayProcess } from '../support/relay-process';
import { peerSettings } from '../support/simulated-peers';
import { tempFolder } from '../support/temp-folder';
import { until } from '../support/until';

const second = 1_000;
/** The test's time goes in steps of this. */
const stepMs = 4 * second;
const secret = 'wsec_the-secret-of-a-busy-day-0123456789';
const calls = 160;
const [anna, ben] = demoSignIn.agents;
/** Who has a user of his own in the CRM; the calls of all others belong to the relay's. */
const users: Record<string, string> = { '1001': anna.userId, '1002': ben.userId };
const relayUser = '5e000000-0000-4000-8000-000000000001';

const settings = {
  agents: [
    { id: 'anna', name: 'Anna Berger', extensions: ['1001'], crmUserId: anna.userId },
    { id: 'ben', name: 'Ben Okafor', extensions: ['1002'], crmUserId: ben.userId },
    { id: 'carla', name: 'Carla Rossi', extensions: ['1003'] },
  ],
  // The relay's time is the test's: between two of its seconds a try may be repeated some times.
  crm: { timeoutSeconds: 1, retry: { baseSeconds: 0.5, maxSeconds: 8 } },
  elevenlabs: { joinSeconds: 60 },
  http: { requestsPerMinute: 1_000_000 },
};

const spoilt = ['cut', 'html', 'garbage', 'empty500', 'unauthorized'] as const;

const createHouse = async (version: '7.14.6' | '7.15.0', random: () => number) => {
  const clock = createFakeClock(Date.parse('2026-11-23T13:00:00.000Z'));
  const customers = createCustomers(random);
  const crm = await createSuiteCrmSimulator({ data: customers.seed, clock, version });
  /** Signs of life that this run of the relay has asked for. */
  let pings = 0;
  /** Somebody waits until the relay asks which calls run, which is the last thing that it asks at its start. */
  let onAsked = (): void => undefined;
  const asterisk = await createAsteriskSimulator({
    clock,
    random,
    onAction: (action) => {
      const name = action.get('action')?.toLowerCase();
      if (name === 'status') onAsked();
      if (name === 'ping') pings += 1;
    },
  });
  const home = tempFolder('busy-day');
  const env = { ...peerSettings(asterisk, crm), ELEVENLABS_WEBHOOK_SECRET: secret };
  const gaps: Gap[] = [];
  let relay: RelayProcess | null = null;
  /** Of connections that are gone. */
  let sentBefore = 0;

  const start = async (): Promise<void> => {
    pings = 0;
    const asked = new Promise<void>((resolve) => (onAsked = resolve));
    const started = await startRelayProcess({ home, env, file: settings, nowMs: clock.now() });
    await asked;
    relay = started;
    await heard();
  };
  /** All that the PBX has said is known to the relay. */
  const heard = async (): Promise<void> => {
    await relay?.hasRead(asterisk.sentBytes() - sentBefore);
  };
  const kill = async (): Promise<void> => {
    const dead = relay;
    relay = null;
    await dead?.kill();
    await until(() => asterisk.connections() === 0);
    sentBefore = asterisk.sentBytes();
  };
  onTestFinished(async () => {
    await kill();
    await asterisk.stop();
    await crm.stop();
  });

  return {
    clock,
    customers,
    crm,
    asterisk,
    gaps,
    relay: () => relay,
    start,
    kill,
    /** A step of time for everybody: the relay's first, so that it knows what time it is when the PBX speaks. */
    tick: async (): Promise<void> => {
      await heard();
      const sent = (await relay?.turnTo(clock.now() + stepMs)) ?? 0;
      await until(() => pings >= sent);
      await clock.advanceAsync(stepMs);
    },
    heard,
  };
};
type House = Awaited<ReturnType<typeof createHouse>>;

/** Spoils requests by chance, takes the CRM away for a while, and ends its sessions. */
const troubleOf = ({ crm, clock }: House, random: () => number) => {
  let awayUntil = 0;
  crm.faults.perRequest = (): RequestFault | null => {
    const chance = random();
    if (chance > 0.09) return null;
    const done = random() < 0.5;
    // Each costs a second of real time.
    if (chance < 0.003) return { done, answer: 'never' };
    return { done, answer: spoilt[Math.floor(random() * spoilt.length)] ?? 'cut' };
  };
  return {
    tick: (): void => {
      if (random() < 0.02) awayUntil = clock.now() + 25 * second;
      if (random() < 0.02) crm.revokeSessions();
      crm.faults.down = clock.now() < awayUntil;
    },
    end: (): void => {
      crm.faults.perRequest = null;
      crm.faults.down = false;
    },
  };
};

/** Webhooks as they come: until they are taken, and now and then once more. */
const mailOf = (house: House, random: () => number) => {
  const waiting: { event: WebhookEvent; dueAt: number }[] = [];
  const underWay = new Set<Promise<void>>();
  const send = async (event: WebhookEvent, url: string): Promise<void> => {
    const eleven = createElevenLabsSimulator({
      url: `${url}/webhook/elevenlabs`,
      secret,
      clock: house.clock,
    });
    const answer = await eleven.send(event).catch(() => null);
    if (answer?.status !== 200) waiting.push({ event, dueAt: house.clock.now() + 30 * second });
    else if (random() < 0.4) waiting.push({ event, dueAt: house.clock.now() + 60 * random() * second });
  };
  return {
    post: (event: WebhookEvent, dueAt: number): void => void waiting.push({ event, dueAt }),
    tick: (): void => {
      const url = house.relay()?.url;
      if (url === undefined) return;
      for (const one of waiting.filter(({ dueAt }) => dueAt <= house.clock.now())) {
        waiting.splice(waiting.indexOf(one), 1);
        const work = send(one.event, url).finally(() => underWay.delete(work));
        underWay.add(work);
      }
    },
    isEmpty: (): boolean => waiting.length === 0 && underWay.size === 0,
  };
};

const wordsOf = (call: TrueCall, startedAt: number): WebhookEvent =>
  transcription({
    conversationId: `conv_${call.linkedIds[0] ?? ''}`,
    startedAt: Math.floor(startedAt / second),
    ...(call.e164 !== null && { customer: call.e164 }),
    headers: { 'X-Call-ID': call.linkedIds[0] ?? '' },
  });

/** The recorded calls, one after the other. */
const createPlayer = ({ asterisk, clock }: House, tapes: Recording[]) => {
  let playing: { tape: Recording; beganMs: number; next: number } | null = null;
  return {
    isPlaying: (): boolean => playing !== null,
    isOver: (): boolean => playing === null && tapes.length === 0,
    /** @returns the calls of a recording that begins now */
    tick: (): TrueCall[] => {
      let begun: TrueCall[] = [];
      const tape = playing === null ? tapes.shift() : undefined;
      if (tape) {
        playing = { tape, beganMs: clock.now(), next: 0 };
        begun = tape.calls(clock.now());
      }
      if (playing === null) return begun;
      const { events, lengthMs } = playing.tape;
      const after = clock.now() - playing.beganMs;
      for (let event = events[playing.next]; event && event.afterMs <= after; event = events[playing.next]) {
        asterisk.emit(event.text);
        playing.next += 1;
      }
      if (after >= lengthMs) playing = null;
      return begun;
    },
  };
};

describe.each([
  ['7.14.6', 1_714],
  ['7.15.0', 1_715],
] as const)('into SuiteCRM %s', (version, seed) => {
  it(
    'every call is there once, on the right contact, with the right times',
    { timeout: 240_000 },
    async () => {
      const random = seededRandom(seed);
      // Of their own: requests and webhooks come in no sure order, and the plan of the day must not hang on it.
      const [badLuck, mailLuck] = [seededRandom(seed + 1), seededRandom(seed + 2)];
      const house = await createHouse(version, random);
      const { clock, customers, crm, asterisk, gaps } = house;
      const nextCall = createCallers(random, customers.callers, stepMs);
      const tapes = recordings(stepMs).filter((_, n) => n % 6 === seed % 6);
      const player = createPlayer(house, tapes);
      const trouble = troubleOf(house, badLuck);
      const mail = mailOf(house, mailLuck);
      const truths: Judged[] = [];
      const before = JSON.stringify([crm.records('Contacts'), crm.records('Leads'), crm.records('Accounts')]);

      const note = (call: TrueCall, talks: boolean): void => {
        const userId = call.owner === undefined ? undefined : (users[call.owner ?? ''] ?? relayUser);
        const conversation = talks ? `conv_${call.linkedIds[0] ?? ''}` : null;
        truths.push({ call, place: customers.placeOf(call.e164), userId, conversation });
        if (!talks) return;
        const [from, to] = [call.startedAt, call.endedAt + 240 * second];
        mail.post(wordsOf(call, call.startedAt), from + random() * random() * (to - from));
      };

      const revive = async (): Promise<void> => {
        await house.start();
        const gap = gaps.at(-1);
        if (gap) gap.to = clock.now();
      };
      await revive();
      let made = 0;
      let deadUntil = 0;
      while (made < calls || !player.isOver() || truths.some(({ call }) => call.endedAt >= clock.now())) {
        await house.tick();
        trouble.tick();
        let hasBegun = false;
        if (made < calls && random() < 0.8) {
          made += 1;
          const call = nextCall(asterisk, clock.now());
          const talks = house.relay() !== null && random() < 0.15;
          // Else its words would be all that is known of it.
          hasBegun = talks;
          if (call) note(call, talks);
        }
        if (house.relay()) for (const call of player.tick()) note(call, false);
        mail.tick();
        const mayDie = house.relay() !== null && !player.isPlaying() && !hasBegun;
        if (mayDie && random() < 0.03) {
          if (random() < 0.5) await house.heard();
          await house.kill();
          gaps.push({ from: clock.now(), to: Infinity });
          deadUntil = clock.now() + (random() < 0.5 ? 0 : Math.floor(random() * 15) * stepMs);
        }
        if (!house.relay() && clock.now() >= deadUntil) await revive();
      }

      if (!house.relay()) await revive();
      trouble.end();
      for (let rounds = 0; ; rounds += 1) {
        await house.tick();
        mail.tick();
        const status = await house.relay()?.status();
        const owed =
          (status?.callLog.pending ?? 1) +
          (status?.conversations.pending ?? 1) +
          (status?.conversations.waiting ?? 1);
        if (owed === 0 && mail.isEmpty()) break;
        if (rounds > 20_000) throw new Error(`not done: ${JSON.stringify(status)}`);
      }
      expect(judge(crm, truths, gaps)).toEqual([]);
      const after = JSON.stringify([crm.records('Contacts'), crm.records('Leads'), crm.records('Accounts')]);
      expect(after === before).toBe(true);
    },
  );
});
