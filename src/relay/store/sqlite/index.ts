/** The embedded store: one SQLite file in the data folder, nothing to install. */
import type { Database } from 'better-sqlite3';
import type { Clock } from '../../../shared/clock';
import type { Logger } from '../../../shared/logger';
import type { Store } from '../port';
import { createAdminStore } from './admins';
import type { Journal } from '../shared-port';
import { createAgentStore } from './agents';
import { createApiKeyStore } from './api-keys';
import { createAuditStore } from './audit';
import { createCallEventStore } from './call-events';
import { createCallStore } from './calls';
import { createConversationStore } from './conversations';
import { createFigureStore } from './figures';
import { createFormerContactStore } from './former-contacts';
import { createJobList } from './job-list';
import { createJournal } from './journal';
import { createNoteStore } from './notes';
import { openDatabase } from './open';
import { createPrivacyStore } from './privacy';
import { createSeenStore } from './seen';

const storeOf = (db: Database, { clock }: { clock: Clock }): Store => ({
  ...createCallStore(db, clock),
  ...createJobList(db),
  ...createCallEventStore(db),
  ...createSeenStore(db),
  ...createConversationStore(db),
  ...createNoteStore(db),
  ...createFormerContactStore(db),
  ...createPrivacyStore(db),
  ...createAgentStore(db, clock),
  ...createApiKeyStore(db),
  ...createAdminStore(db),
  ...createAuditStore(db),
  ...createFigureStore(db),
  close: () => {
    db.close();
  },
});

/** Throws `AppError('config')` when the folder can not be used. */
export const createSqliteStore = ({ dir }: { dir: string }, deps: { clock: Clock; logger: Logger }): Store =>
  storeOf(openDatabase(dir, deps), deps);

/** The same for one of several relays: what it has to tell the others is put down as well. */
export const createJournalledStore = (
  { dir }: { dir: string },
  deps: { clock: Clock; logger: Logger },
): { store: Store; journal: Journal } => {
  const db = openDatabase(dir, deps);
  const store = storeOf(db, deps);
  return { store, journal: createJournal(db, deps.clock) };
};
