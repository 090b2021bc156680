import type { AuditEntry, AuditPage, AuditQuery } from '../../shared/protocol/audit';

/** What administrators did. It only grows, until an entry is too old. */
export interface AuditStore {
  addAudit(entry: Omit<AuditEntry, 'id'>): void;
  /** Newest first. */
  listAudit(query: AuditQuery): AuditPage;
  /** @returns how many entries */
  purgeAuditBefore(at: string): number;
}
