import { systemClock, type Clock } from '../../shared/clock';
import type { AppError } from '../../shared/errors';
import type { CountryCode } from '../../shared/phone/parse';
import { ok, type Result } from '../../shared/result';
import type { CrmClient, CrmDirectory, CrmRequestObserver } from '../port';
import { createApi } from './api';
import { createContext } from './context';
import { createDirectory } from './directory';
import { createFinder } from './find';
import { createLink, recordLink } from './links';
import { createCallLogger } from './log-call';
import { createFollowUpLogger } from './log-follow-up';
import { createNoteLogger } from './log-note';
import { createRecordingLogger } from './log-recording';
import { createCallMover } from './move-call';
import { createConversationLogger, noteIds } from './log-conversation';
import { suiteCrmOptionsSchema, type SuiteCrmOptions } from './options';
import { createPhoneBook } from './phone-book';
import { field, oneSchema } from './schemas';
import { createStaff } from './staff';

/**
 * SuiteCRM 7.x and 8.x over the V8 API. Signs in at the first request, never at creation.
 * @throws ZodError when the options are not usable
 */
export const createSuiteCrm = (
  options: SuiteCrmOptions,
  deps: {
    clock?: Clock;
    /** The country whose national numbers the CRM holds, where it is known later than the options. */
    country?: () => CountryCode | null;
    onRequest?: CrmRequestObserver;
    /** Asked before each request; an error is its answer. */
    gate?: () => AppError | null;
  } = {},
): CrmClient & CrmDirectory => {
  const settings = suiteCrmOptionsSchema.parse(options);
  const clock = deps.clock ?? systemClock;
  const api = createApi(settings, { clock, onRequest: deps.onRequest, gate: deps.gate });
  const recordUrl = (module: string, id: string): string =>
    recordLink(settings.url, api.generation(), module, id);

  const whoAmI = async (): Promise<Result<{ userId: string; userName: string }, AppError>> => {
    const answer = await api.request(oneSchema, { method: 'GET', path: '/current-user' });
    if (!answer.ok) return answer;
    const user = answer.value.data;
    return ok({ userId: user.id, userName: field(user, 'full_name') || field(user, 'user_name') });
  };

  let ownId: string | null = null;
  const ownUserId = async (): Promise<Result<string, AppError>> => {
    if (ownId !== null) return ok(ownId);
    const user = await whoAmI();
    if (!user.ok) return user;
    ownId = user.value.userId;
    return ok(ownId);
  };

  const logCall = createCallLogger({ api, ownUserId, recordUrl });
  const country = () => deps.country?.() ?? settings.defaultCountry;

  return {
    kind: 'suitecrm',
    findByNumber: createFinder({ api, country, recordUrl }),
    phoneBook: createPhoneBook({ api, country, recordUrl, settings }),
    staff: createStaff(api),
    context: createContext({ api, recordUrl, now: () => clock.elapsed() }),
    ...createDirectory({ api, recordUrl }),
    logCall: (record) => logCall(record),
    moveCall: createCallMover({ api }),
    logConversation: createConversationLogger({ api, ownUserId }),
    logRecording: createRecordingLogger({ api, ownUserId }),
    logNote: createNoteLogger({ api }),
    logFollowUp: createFollowUpLogger({ api, ownUserId, recordUrl, logCall }),
    noteIds,
    check: whoAmI,
    ownToken: () => api.accessToken(),
    recordUrl,
    createUrl: (module, number) => createLink(settings.url, api.generation(), module, number),
    close: () => api.close(),
  };
};
