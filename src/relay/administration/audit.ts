/** Writes down what administrators do. An act that can not be written down has happened all the same: then the log has it. */
import { iso, type Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';
import type { AuditEntry } from '../../shared/protocol/audit';
import { createRedactor } from '../../shared/redact';
import type { AuditStore } from '../store/audit-port';

/** As a text of a request may be longer than anybody wants to read. */
const maxTargetLength = 200;

export type Audit = ReturnType<typeof createAudit>;

export const createAudit = (store: AuditStore, { clock, logger }: { clock: Clock; logger: Logger }) => {
  const redact = createRedactor();
  return {
    list: (query: Parameters<AuditStore['listAudit']>[0]) => store.listAudit(query),
    record: ({ target, ...act }: Omit<AuditEntry, 'id' | 'at'>): void => {
      const masked = target === null ? null : redact.text(target).slice(0, maxTargetLength);
      const entry = { ...act, target: masked, at: iso(clock.now()) };
      try {
        store.addAudit(entry);
      } catch (error) {
        logger.error('What an administrator did could not be written into the audit log.', { entry, error });
      }
    },
  };
};
