/**
 * Whatever becomes of each request, and whenever the relay is killed: in the end each call is in the CRM once, complete and
 * linked. Real HTTP, real SQLite; the faults and the kills are drawn by chance, and shrunk to the fewest that still break it.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { callRecordId } from '../../src/crm/call-record-id';
import { createSuiteCrm } from '../../src/crm/suitecrm';
import {
  belongsInCrm,
  callRecord,
  createCallLog,
  createFollowers,
  type AgentByExtension,
} from '../../src/relay/call-log';
import { createCallBook } from '../../src/relay/calls/call-book';
import type { Store } from '../../src/relay/store/port';
import { createSqliteStore } from '../../src/relay/store/sqlite';
import type { Call, Contact } from '../../src/shared/call/call';
import { silentLogger } from '../../src/shared/logger';
import type { Conversation } from '../../src/shared/protocol/conversation';
import {
  createSuiteCrmSimulator,
  demoSeed,
  demoSignIn,
  type FaultyRequest,
  type RequestFault,
} from '../../src/simulators/suitecrm';
import { aCall, answeredBy, ended, maria as aContact } from '../support/calls';
import { createFakeClock } from '../support/fake-clock';
import { tempFolder } from '../support/temp-folder';

const day = 24 * 60 * 60_000;
const start = Date.parse('2026-11-23T09:05:00.000Z');
const agents: AgentByExtension = (_, extension) =>
  extension === '1001' ? { name: 'Anna Berger', crmUserId: demoSignIn.agents[0].userId } : null;

const theCall = (n: number): Call => {
  const linkedId = `1700000000.${n}`;
  const call = aCall({ linkedId, startedAt: `2026-11-23T09:00:0${n}.000Z` });
  return {
    ...ended(answeredBy(call, '1001')),
    crmRecord: { status: 'pending', id: null, url: null, error: null },
  };
};
const theConversation = (call: Call): Conversation => ({
  conversationId: `conv_${call.linkedId}`,
  agentId: 'agent_1',
  agentName: 'Nora',
  startedAt: call.startedAt,
  durationSeconds: 20,
  summary: 'Wants a callback.',
  success: 'success',
  ended: null,
  evaluation: [],
  collected: [],
  transcript: [{ speaker: 'customer', text: 'Please call me back.', atSeconds: 1 }],
});
const markOf = (call: Call): string => `AI conversation: conv_${call.linkedId}`;

const noteSchema = z.object({
  data: z.object({ type: z.literal('Notes'), attributes: z.object({ parent_id: z.string() }) }),
});

class Killed extends Error {}

/** Asks before each of its functions whether there is still somebody to call it. */
const gated = <T extends object>(inner: T, step: () => void): T =>
  new Proxy(inner, {
    get: (target, name): unknown => {
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function'
        ? (...args: unknown[]): unknown => {
            step();
            return Reflect.apply(value, target, args);
          }
        : value;
    },
  });

/** What is special about a call. */
interface Scene {
  /** An AI agent talked to the customer. */
  talk: boolean;
  /** That was recorded. */
  heard: boolean;
  /** The pop found who is calling, so the call log need not search. */
  known: boolean;
}
const plain: Scene = { talk: false, heard: false, known: false };
const theRecording = Buffer.from('ID3 and what was heard');

const createWorld = async (scenes: readonly Scene[]) => {
  const clock = createFakeClock(start);
  const dir = tempFolder('exactly-once');
  const store = createSqliteStore({ dir }, { clock, logger: silentLogger });
  const crm = await createSuiteCrmSimulator({ data: demoSeed(start), clock });
  const before = { calls: crm.records('Calls').length, notes: crm.records('Notes').length };
  const maria = crm.records('Contacts').find(({ values }) => values['last_name'] === 'Lindqvist');
  const contact: Contact = { ...aContact, id: maria?.id ?? '' };
  const calls = scenes.map(({ known }, n) => ({ ...theCall(n + 1), ...(known && { contact }) }));
  calls.forEach((call, n) => {
    store.saveEndedCall(call, { dueAt: start });
    if (scenes[n]?.talk !== true) return;
    const key = `webhook-${n}`;
    store.saveWebhooks([
      {
        key,
        type: 'x',
        conversationId: theConversation(call).conversationId,
        receivedAt: 1,
        body: Buffer.from('{}'),
        audioFile: null,
      },
    ]);
    if (scenes[n].heard) {
      const { conversationId } = theConversation(call);
      const audioFile = `${n}.mp3`;
      writeFileSync(join(dir, audioFile), theRecording);
      store.saveWebhooks([
        { key: `audio-${n}`, type: 'x', conversationId, receivedAt: 1, body: Buffer.from('{}'), audioFile },
      ]);
      store.closeWebhook(`audio-${n}`);
    }
    const job = { dueAt: start, audio: true };
    store.saveConversation(call.id, theConversation(call), { webhookKey: key, job });
  });
  const conversations = scenes.filter(({ talk }) => talk).length;
  const recordings = scenes.filter(({ talk, heard }) => talk && heard).length;
  return {
    clock,
    store,
    crm,
    before,
    calls,
    scenes,
    maria,
    conversations,
    recordings,
    dir,
    isDone: () =>
      store.countJobs().logged === calls.length &&
      store.countJobs('conversation').logged === conversations &&
      store.countJobs('audio').logged === recordings,
    close: async () => {
      store.close();
      await crm.stop();
    },
  };
};
type World = Awaited<ReturnType<typeof createWorld>>;

/** A relay's call log that is gone in the midst of its work after so many steps: uses of its store, or requests. */
const openRelay = ({ clock, store, crm, dir }: World, stepsToLive: number) => {
  let steps = 0;
  let dead = false;
  const client = createSuiteCrm(
    {
      url: crm.url,
      clientId: demoSignIn.clientId,
      clientSecret: demoSignIn.clientSecret,
      ...demoSignIn.relay,
      // Real time: what is never answered costs the test so much.
      timeoutMs: 250,
      signInPauseMs: 0,
    },
    { clock },
  );
  const die = (): void => {
    dead = true;
    client.close();
  };
  const step = (): void => {
    steps += 1;
    if (!dead && steps >= stepsToLive) die();
    if (dead) throw new Killed('The relay was killed.');
  };
  const ownStore: Store = gated(store, step);
  const ownClock = {
    ...clock,
    after: (ms: number, task: () => void) =>
      clock.after(ms, () => {
        if (!dead) task();
      }),
  };
  const book = createCallBook({
    links: [],
    store: ownStore,
    clock: ownClock,
    logger: silentLogger,
    isLogged: belongsInCrm,
    tell: () => {},
    onLogJob: () => callLog.wake(),
  });
  const callLog = createCallLog({
    store: ownStore,
    calls: book,
    crm: client,
    clock: ownClock,
    random: () => 0.5,
    log: silentLogger,
    followers: createFollowers({
      store: ownStore,
      crm: client,
      agentByExtension: agents,
      crmUserOf: () => null,
      recordings: { dir, maxBytes: 1_000, timeoutMs: 250 },
    }),
    agentByExtension: agents,
  });
  callLog.start();
  return {
    isDead: () => dead,
    /** @returns whether the relay still lives after its request was received */
    onRequest: (): boolean => {
      try {
        step();
        return true;
      } catch {
        return false;
      }
    },
    kill: die,
  };
};

/** Lets the world go on until all is logged; whoever was killed is started again. */
const run = async (
  world: World,
  { faults, lives }: { faults: readonly (RequestFault | null)[]; lives: readonly number[] },
): Promise<{ wrong: string[]; kills: number }> => {
  const wrong: string[] = [];
  let kills = 0;
  const left = [...faults];
  const livesLeft = [...lives];
  let relay = openRelay(world, livesLeft.shift() ?? Infinity);
  const recordOf = (id: string) => world.crm.records('Calls').find((record) => record.id === id);
  world.crm.faults.perRequest = ({ body }: FaultyRequest) => {
    const note = noteSchema.safeParse(body);
    if (note.success && recordOf(note.data.data.attributes.parent_id)?.contacts.length !== 1)
      wrong.push('a transcript came before its call was complete');
    const fault = left.shift() ?? null;
    return relay.onRequest() ? fault : { done: fault?.done ?? true, answer: 'cut' };
  };
  let quietSince = Infinity;
  while (!world.isDone()) {
    if (relay.isDead()) {
      kills += 1;
      relay = openRelay(world, livesLeft.shift() ?? Infinity);
    }
    const lost = (['call', 'conversation', 'audio'] as const).map((kind) => world.store.countJobs(kind));
    if (lost.some(({ failed, givenUp }) => failed + givenUp > 0))
      return { wrong: [...wrong, 'a job was given up'], kills };
    if (left.length === 0 && livesLeft.length === 0) quietSince = Math.min(quietSince, world.clock.now());
    if (world.clock.now() - quietSince > 2 * day)
      return { wrong: [...wrong, 'not logged, though nothing fails any more'], kills };
    await new Promise((resolve) => setImmediate(resolve));
    world.clock.advance(1_000);
  }
  relay.kill();
  return { wrong, kills };
};

const expectAllOnce = (world: World): void => {
  const { crm, before, calls, scenes, maria, conversations, recordings, store } = world;
  expect(crm.records('Calls')).toHaveLength(before.calls + calls.length);
  expect(crm.records('Notes')).toHaveLength(before.notes + conversations + recordings);
  const files = crm.records('Notes').filter(({ values }) => values['filename'] !== undefined);
  expect(files.map(({ file }) => file)).toEqual(Array.from({ length: recordings }, () => theRecording));
  calls.forEach((call, n) => {
    const { subject, description } = callRecord(call, null, agents);
    const record = crm.records('Calls').find(({ id }) => id === callRecordId(call.id));
    expect(record).toMatchObject({
      contacts: [maria?.id],
      values: {
        name: subject,
        status: 'Held',
        direction: 'Inbound',
        date_start: `2026-11-23 09:00:0${n + 1}`,
        duration_hours: '0',
        duration_minutes: '3',
        parent_type: 'Accounts',
        parent_id: maria?.values['account_id'],
        assigned_user_id: demoSignIn.agents[0].userId,
      },
    });
    const text = record?.values['description'] ?? '';
    expect(text.startsWith(description)).toBe(true);
    if (scenes[n]?.talk === true) expect(text.split(markOf(call))).toHaveLength(2);
    else expect(text).toBe(description);
    expect(store.getCall(call.id)?.crmRecord).toMatchObject({ status: 'logged', error: null });
  });
};

const answers = ['cut', 'never', 'html', 'garbage', 'empty500'] as const;
const aFault = fc.record({ done: fc.boolean(), answer: fc.constantFrom(...answers) });

describe('exactly once', () => {
  it('whatever fails, and whenever the relay is killed', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ talk: fc.boolean(), heard: fc.boolean(), known: fc.boolean() }), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.array(fc.option(aFault), { maxLength: 14 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 4 }),
        async (scenes, faults, lives) => {
          const world = await createWorld(scenes);
          try {
            expect((await run(world, { faults, lives })).wrong).toEqual([]);
            expectAllOnce(world);
          } finally {
            await world.close();
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it(
    'killed at each single step of one call, its conversation and the recording of it',
    { timeout: 120_000 },
    async () => {
      let life = 0;
      let kills = 1;
      while (kills > 0) {
        life += 1;
        const world = await createWorld([{ talk: true, heard: true, known: false }]);
        const went = await run(world, { faults: [], lives: [life] });
        expect(went.wrong).toEqual([]);
        expectAllOnce(world);
        await world.close();
        kills = went.kills;
      }
      // Sign-in, search, record, link, description, note, recording, and the store between.
      expect(life).toBeGreaterThan(20);
    },
  );

  it('calls that fail do not hold up the others, and come when they can', async () => {
    const world = await createWorld(Array.from({ length: 6 }, () => plain));
    const poor = world.calls.slice(0, 4).map(({ id }) => callRecordId(id));
    world.crm.faults.perRequest = ({ path, body }) =>
      poor.some((id) => path.includes(id) || JSON.stringify(body ?? null).includes(id))
        ? { done: false, answer: 'empty500' }
        : null;
    const relay = openRelay(world, Infinity);
    while (world.store.countJobs().logged < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(world.store.countJobs()).toEqual({ pending: 4, failed: 0, logged: 2, givenUp: 0 });
    world.crm.faults.perRequest = null;
    while (!world.isDone()) {
      await new Promise((resolve) => setImmediate(resolve));
      world.clock.advance(1_000);
    }
    expectAllOnce(world);
    relay.kill();
    await world.close();
  });
});
