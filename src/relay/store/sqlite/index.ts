/** The embedded store: one SQLite file in the data folder, nothing to install. */
import type { Clock } from '../../../shared/clock';
import type { Logger } from '../../../shared/logger';
import type { Store } from '../port';
import { createAdminStore } from './admins';
import { createAgentStore } from './agents';
import { createApiKeyStore } from './api-keys';
import { createAuditStore } from './audit';
import { createCallEventStore } from './call-events';
import { createCallStore } from './calls';
import { createConversationStore } from './conversations';
import { createFormerContactStore } from './former-contacts';
import { createJobList } from './job-list';
import { createNoteStore } from './notes';
import { openDatabase } from './open';
import { createPrivacyStore } from './privacy';
import { createSeenStore } from './seen';

/** Throws `AppError('config')` when the folder can not be used. */
export const createSqliteStore = (
  { dir }: { dir: string },
  deps: { clock: Clock; logger: Logger },
): Store => {
  const db = openDatabase(dir, deps);
  return {
    ...createCallStore(db),
    ...createJobList(db),
    ...createCallEventStore(db),
    ...createSeenStore(db),
    ...createConversationStore(db),
    ...createNoteStore(db),
    ...createFormerContactStore(db),
    ...createPrivacyStore(db),
    ...createAgentStore(db, deps.clock),
    ...createApiKeyStore(db),
    ...createAdminStore(db),
    ...createAuditStore(db),
    close: () => {
      db.close();
    },
  };
};
