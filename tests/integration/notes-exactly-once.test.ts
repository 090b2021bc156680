/**
 * Whatever becomes of each request, and whenever the desktop is killed: in the end an agent's note stands in the call's record
 * once, as he left it, his follow-up is there once, and what the relay wrote is whole. Real HTTP; faults, kills and the moment
 * at which the relay writes its own part are drawn by chance.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callRecordId } from '../../src/crm/call-record-id';
import { createSuiteCrm } from '../../src/crm/suitecrm';
import { createNoteWriter } from '../../src/main/crm/note-writer';
import type { Call } from '../../src/shared/call/call';
import { initialState } from '../../src/shared/companion/initial-state';
import type { NoteEntry } from '../../src/shared/companion/notes/entry';
import { keptNotesSchema } from '../../src/shared/companion/notes/book';
import { createNotes } from '../../src/shared/companion/notes/notes';
import type { CompanionState } from '../../src/shared/ipc/state';
import { settingsSchema } from '../../src/shared/ipc/state';
import { silentLogger } from '../../src/shared/logger';
import { callRecord } from '../../src/relay/call-log';
import { ok } from '../../src/shared/result';
import {
  createSuiteCrmSimulator,
  demoSeed,
  demoSignIn,
  type RequestFault,
} from '../../src/simulators/suitecrm';
import { aCall, anna, answeredBy, ended } from '../support/calls';
import { createFakeClock } from '../support/fake-clock';

const start = Date.parse('2026-11-23T09:05:00.000Z');
const hour = 60 * 60_000;
const mark = 'AI conversation: conv_1';
const summary = 'AI summary: Wants a callback.';
const crmRecord = { status: 'logged' as const, id: null, url: null, error: null };
const call: Call = {
  ...ended(answeredBy(aCall({ startedAt: '2026-11-23T09:00:07.000Z' }), '1001')),
  crmRecord,
};
const record = callRecord(call, null, () => null);
const heading = 'Note by Anna Berg:';
const id = '7d0f3c52-53a5-4c2a-9a4e-3d1f6f7e2b10';

interface Plan {
  /** What the agent types, one after the other; the last is what counts. */
  texts: readonly string[];
  faults: readonly (RequestFault | null)[];
  /** Steps that each life of the desktop lasts: saves and requests. */
  lives: readonly number[];
  /** After so many steps the relay writes what an AI agent said. */
  relayAt: number;
}

const createWorld = async () => {
  const clock = createFakeClock(start);
  const crm = await createSuiteCrmSimulator({ data: demoSeed(start), clock });
  const signIn = (user: { username: string; password: string }) =>
    createSuiteCrm(
      {
        url: crm.url,
        clientId: demoSignIn.clientId,
        clientSecret: demoSignIn.clientSecret,
        username: user.username,
        password: user.password,
        // Real time: what is never answered costs the test so much.
        timeoutMs: 250,
        signInPauseMs: 0,
      },
      { clock },
    );
  const relay = signIn(demoSignIn.relay);
  await relay.logCall({ ...record, assignedUserId: demoSignIn.agents[0].userId });
  return { clock, crm, signIn, relay, tasks: crm.records('Tasks').length };
};

const run = async (plan: Plan) => {
  const world = await createWorld();
  const { clock, crm } = world;
  let disk = '[]';
  let steps = 0;
  const lives = [...plan.lives];
  const faults = [...plan.faults];

  /** The relay's own part: written again until it is there, and looked after once more after each word of the desktop. */
  let writing: Promise<unknown> | null = null;
  const relayWrites = async (): Promise<void> => {
    for (;;) {
      const written = await world.relay.logConversation({ call: record, mark, summary, note: null });
      if (written.ok) return;
    }
  };

  const openDesktop = () => {
    const diesAt = steps + (lives.shift() ?? Infinity);
    let dead = false;
    const client = world.signIn(demoSignIn.agents[0]);
    const step = (): boolean => {
      steps += 1;
      if (steps >= diesAt && !dead) {
        dead = true;
        client.close();
      }
      return !dead;
    };
    const state: CompanionState = {
      ...initialState({
        platform: 'electron',
        initial: {
          relayUrl: 'http://relay.test',
          token: 't',
          settings: settingsSchema.parse({}),
          secretStore: { kind: 'memory', warning: null },
        },
        crm: null,
      }),
      agent: anna,
      calls: [call],
    };
    state.links.relay = { state: 'connected', since: null, problem: null };
    const notes = createNotes({
      store: {
        entries: keptNotesSchema.parse(JSON.parse(disk)),
        save: (entries: readonly NoteEntry[]) => {
          if (!step()) return Promise.reject(new Error('killed'));
          disk = JSON.stringify(entries);
          return Promise.resolve();
        },
      },
      clock: {
        ...clock,
        after: (ms, task) =>
          clock.after(ms, () => {
            if (!dead) task();
          }),
      },
      random: () => 0.5,
      newId: () => id,
      log: silentLogger,
      state: () => state,
      callOf: () => call,
      readCall: () => Promise.resolve(call),
      readNotes: () => Promise.resolve([]),
      tellRelay: async () => {
        await writing;
        if (writing) await relayWrites();
        return ok(null);
      },
      onChange: () => {},
    });
    notes.registered('relay');
    notes.use(createNoteWriter(client));
    const kill = (): void => {
      dead = true;
      notes.stop();
      client.close();
    };
    return { notes, isDead: () => dead, step, kill };
  };

  let kills = 0;
  let desktop = openDesktop();
  crm.faults.perRequest = () => {
    const isAlive = desktop.step();
    if (steps >= plan.relayAt) writing ??= relayWrites();
    const fault = faults.shift() ?? null;
    return isAlive ? fault : { done: fault?.done ?? true, answer: 'cut' };
  };
  const tick = async (): Promise<void> => {
    if (desktop.isDead()) {
      kills += 1;
      desktop = openDesktop();
    }
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(1_000);
  };
  /** Until the answer of this very life says that it is kept; who is killed before types it again. */
  const keep = async (act: (by: typeof desktop) => unknown): Promise<void> => {
    for (;;) {
      const by = desktop;
      const kept = await Promise.resolve(act(by)).then(
        () => true,
        () => false,
      );
      if (kept && !by.isDead()) return;
      await tick();
    }
  };

  const callId = call.id;
  await keep(({ notes }) => {
    const known = keptNotesSchema.parse(JSON.parse(disk)).some(({ followUps }) => followUps.length > 0);
    if (known) return null;
    const followUp = { kind: 'task' as const, dueAt: '2026-11-24T09:00:00.000Z', subject: 'Call back' };
    return notes.handlers['follow-up:add']({ callId, ...followUp });
  });
  for (const text of plan.texts) {
    await keep(({ notes }) => notes.handlers['note:save']({ callId, text, disposition: null }));
    for (let turn = 0; turn < 8; turn += 1) await tick();
  }
  const isDone = async (): Promise<boolean> => {
    const { mine } = await desktop.notes.handlers['note:of']({ callId });
    const entries = keptNotesSchema.parse(JSON.parse(disk));
    return (
      mine?.status === 'saved' &&
      mine.followUps.every(({ status }) => status === 'saved') &&
      entries.every(({ told, checkAt }) => told && checkAt.length === 0)
    );
  };
  const limit = clock.now() + 48 * hour;
  while (!((await isDone()) && !desktop.isDead())) {
    if (clock.now() > limit) throw new Error(`not written, though nothing fails any more: ${disk}`);
    await tick();
  }
  // From here on nothing fails: a desktop killed now would not be started again, and the relay's requests be cut for ever.
  crm.faults.perRequest = null;
  writing ??= relayWrites();
  await writing;
  desktop.kill();
  return { ...world, kills, end: () => crm.stop() };
};

const expectOnce = ({ crm, tasks }: Awaited<ReturnType<typeof run>>, text: string): void => {
  const stored = crm.records('Calls').find((one) => one.id === callRecordId(call.id))?.values ?? {};
  const description = stored['description'] ?? '';
  expect(description.startsWith(record.description)).toBe(true);
  expect(description.split(`${mark}\n${summary}`)).toHaveLength(2);
  expect(description.split(heading)).toHaveLength(text === '' ? 1 : 2);
  if (text !== '') expect(description).toContain(`${heading}\n${text}`);
  expect(stored).toMatchObject({
    name: record.subject,
    date_start: '2026-11-23 09:00:07',
    duration_hours: '0',
    duration_minutes: '3',
  });
  expect(crm.records('Tasks')).toHaveLength(tasks + 1);
  expect(crm.records('Tasks').find((one) => one.id === id)?.values).toMatchObject({
    name: 'Call back',
    created_by: demoSignIn.agents[0].userId,
  });
};

const answers = ['cut', 'never', 'html', 'garbage', 'empty500'] as const;
const aFault = fc.record({ done: fc.boolean(), answer: fc.constantFrom(...answers) });
const texts = fc.array(fc.constantFrom('Wants the invoice', 'Has it', 'Call on Monday', ''), {
  minLength: 1,
  maxLength: 3,
});

describe('a note and its follow-up', () => {
  it('are there once, whatever fails and whenever the desktop is killed', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        texts,
        fc.array(fc.option(aFault), { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 4 }),
        fc.integer({ min: 1, max: 40 }),
        async (typed, faults, lives, relayAt) => {
          const world = await run({ texts: typed, faults, lives, relayAt });
          try {
            expectOnce(world, typed.at(-1) ?? '');
          } finally {
            await world.end();
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('are there once, killed at each single step', { timeout: 240_000 }, async () => {
    let life = 0;
    let kills = 1;
    while (kills > 0) {
      life += 1;
      const typed = ['Wants the invoice', 'Has it'];
      const world = await run({ texts: typed, faults: [], lives: [life], relayAt: 12 });
      expectOnce(world, 'Has it');
      kills = world.kills;
      await world.end();
    }
    // Saves, sign-in, reads and writes of note and task, twice.
    expect(life).toBeGreaterThan(20);
  });
});
