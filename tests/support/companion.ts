/** A whole companion without a window: its relay is in memory, its clock stands still until a test turns it. */
import type { ChoiceStore } from '../../src/shared/companion/choices';
import { createCompanion } from '../../src/shared/companion/companion';
import type { CallArchive } from '../../src/shared/companion/history/archive';
import { PAGE_SIZE } from '../../src/shared/companion/history/sync';
import type { CrmLookup } from '../../src/shared/companion/crm-contexts';
import type { NoteStore } from '../../src/shared/companion/notes/book';
import type { CallPage } from '../../src/shared/protocol/rest';
import type { JsonRequest } from '../../src/shared/companion/rest';
import type { Connection } from '../../src/shared/companion/types';
import { settingsSchema, type CompanionState } from '../../src/shared/ipc/state';
import { silentLogger } from '../../src/shared/logger';
import { createFakeClock } from './fake-clock';
import { createFakeRelay } from './fake-relay-socket';

export const startTestCompanion = (
  options: {
    relayUrl?: string | null;
    token?: string | null;
    crm?: CrmLookup | null;
    choices?: ChoiceStore;
    notes?: NoteStore;
    crmToken?: () => Promise<string>;
    archive?: CallArchive;
    /** The relay's list of his calls; without it, there are none. */
    pages?: (query: URLSearchParams) => Promise<CallPage>;
    unaskedCalls?: number;
    answer?: (request: JsonRequest) => Promise<{ status: number; body: unknown }>;
  } = {},
) => {
  const clock = createFakeClock();
  const relay = createFakeRelay();
  const saved: (Connection | null)[] = [];
  const requests: JsonRequest[] = [];
  const states: CompanionState[] = [];
  const { relayUrl = 'http://relay.test', token = 'token-of-anna' } = options;
  let ids = 0;
  const companion = createCompanion({
    platform: 'web',
    client: { name: 'test', version: '1.0.0' },
    openSocket: relay.openSocket,
    fetchJson: async (request) => {
      const { pathname, searchParams } = new URL(request.url);
      if (pathname === '/api/calls' && searchParams.get('limit') === String(PAGE_SIZE)) {
        const none = { calls: [], nextCursor: null };
        return { status: 200, body: (await options.pages?.(searchParams)) ?? none };
      }
      requests.push(request);
      return options.answer?.(request) ?? Promise.reject(new Error('ECONNREFUSED'));
    },
    clock,
    random: () => 0,
    newId: () => `c${++ids}`,
    log: silentLogger,
    initial: {
      relayUrl,
      token,
      settings: settingsSchema.parse({}),
      secretStore: { kind: 'browser', warning: null },
    },
    crm: options.crm ?? null,
    ...(options.choices && { choices: options.choices }),
    ...(options.archive && { archive: options.archive }),
    ...(options.unaskedCalls !== undefined && { unaskedCalls: options.unaskedCalls }),
    ...(options.notes && { notes: options.notes }),
    ...(options.crmToken && { crmToken: options.crmToken }),
    saveConnection: (connection) => Promise.resolve(void saved.push(connection)),
    saveSettings: () => Promise.resolve(),
  });
  companion.onState((state) => states.push(state));
  companion.start();
  return { clock, relay, companion, saved, requests, states, state: () => companion.state() };
};
