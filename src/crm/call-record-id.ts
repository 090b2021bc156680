import { createHash } from 'node:crypto';

/** Fixed for all time: another namespace would give an old call a new id, and with it a second record. */
const namespace = '6f0a6b52-4c5f-5b8e-9d55-1f6c6a3e2b70';

/** RFC 9562 UUID version 5 (name-based, SHA-1). */
export const uuidv5 = (name: string, namespaceId: string): string => {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespaceId.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

/**
 * The CRM record's id of a call. The same call gives the same id in every process and after every restart, so a
 * repeated delivery meets its own record instead of making a second one.
 */
export const callRecordId = (callId: string): string => uuidv5(callId, namespace);
