/** A CRM that refuses every call until it is mended, for what fails at once and for good. */
import type { CallRecord, CrmClient } from '../../src/crm/port';
import { AppError } from '../../src/shared/errors';
import { err, ok } from '../../src/shared/result';

export const refused = new AppError(
  'crm_refused',
  'SuiteCRM refused the request: phone +49 171 1234567, token=abcdef is not valid',
);

export const stubbornCrm = () => {
  const state = { mended: false, logged: [] as CallRecord[] };
  const crm: CrmClient = {
    kind: 'suitecrm',
    findByNumber: () => Promise.resolve(ok(null)),
    context: () => Promise.reject(new Error('not asked for')),
    candidate: () => Promise.reject(new Error('not asked for')),
    logCall: (record) => {
      if (!state.mended) return Promise.resolve(err(refused));
      state.logged.push(record);
      return Promise.resolve(ok({ id: record.id, url: 'https://crm.example/1' }));
    },
    logConversation: () => Promise.resolve(ok({})),
    logNote: () => Promise.reject(new Error('not asked for')),
    logFollowUp: () => Promise.reject(new Error('not asked for')),
    check: () => Promise.resolve(ok({ userId: '1', userName: 'Relay' })),
    recordUrl: () => '',
    close: () => {},
  };
  return { crm, state };
};
