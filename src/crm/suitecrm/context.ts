import type { AppError } from '../../shared/errors';
import type { CrmContext } from '../../shared/protocol/rest';
import { ok, type Result } from '../../shared/result';
import type { CrmMatch } from '../port';
import type { Api } from './api';
import { field, listSchema, type Resource } from './schemas';
import { fromCrmDate } from './text';

const shownCalls = 5;

/** The caller's past at a glance. A part that fails is left empty; only when nothing at all could be read it is an error. */
export const createContext = (deps: { api: Api; recordUrl: (module: string, id: string) => string }) => {
  const { api, recordUrl } = deps;

  // Always a page: without one SuiteCRM answers with everything (300 calls are 773 kB).
  const related = (module: string, id: string, link: string, sort: string, size: number) =>
    api.request(listSchema, {
      method: 'GET',
      path: `/module/${encodeURIComponent(module)}/${encodeURIComponent(id)}/relationships/${link}`,
      query: [
        ['page[size]', String(size)],
        ['page[number]', '1'],
        ['sort', sort],
      ],
    });

  return async ({ contact, accountId, title }: CrmMatch): Promise<Result<CrmContext, AppError>> => {
    const { module, id } = contact;
    const [calls, ...cases] = await Promise.all([
      // Some more than are shown, because planned calls stand before the past ones.
      related(module, id, 'calls', '-date_start', shownCalls * 2),
      ...(module === 'Leads' ? [] : [related(module, id, 'cases', '-date_entered', 20)]),
      ...(accountId !== null && module !== 'Accounts'
        ? [related('Accounts', accountId, 'cases', '-date_entered', 20)]
        : []),
    ]);
    if (!calls.ok && cases.every((answer) => !answer.ok)) return calls;

    const openCases = cases
      .flatMap((answer) => (answer.ok ? answer.value.data : []))
      .filter(isOpen)
      .filter((one, index, all) => all.findIndex((other) => other.id === one.id) === index);
    return ok({
      contact,
      title,
      recentCalls: (calls.ok ? calls.value.data : [])
        .filter((call) => field(call, 'status') !== 'Planned')
        .map((call) => ({
          id: call.id,
          subject: field(call, 'name'),
          startedAt: fromCrmDate(field(call, 'date_start')),
          durationMinutes: whole(field(call, 'duration_hours')) * 60 + whole(field(call, 'duration_minutes')),
          status: field(call, 'status'),
          direction: field(call, 'direction'),
          url: recordUrl('Calls', call.id),
        }))
        .sort((a, b) => (b.startedAt ?? '').localeCompare(a.startedAt ?? ''))
        .slice(0, shownCalls),
      openCases: openCases.map((one) => ({
        id: one.id,
        number: field(one, 'case_number'),
        subject: field(one, 'name'),
        status: statusLabel(field(one, 'status')),
        url: recordUrl('Cases', one.id),
      })),
    });
  };
};

const whole = (text: string): number => Math.max(0, Number.parseInt(text, 10) || 0);

/** `state` is Open or Closed; older data may have only the status, whose keys begin with the state. */
const isOpen = (one: Resource): boolean =>
  field(one, 'state') === 'Open' ||
  (field(one, 'state') === '' && !field(one, 'status').startsWith('Closed'));

/** `Open_Pending Input` is SuiteCRM's key of what its screens call "Pending Input". */
const statusLabel = (status: string): string => status.replace(/^(Open|Closed)_/, '').replaceAll('_', ' ');
