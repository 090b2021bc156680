import type { AppError } from '../../shared/errors';
import { noContext, type CrmContext, type CrmPart } from '../../shared/protocol/crm-context';
import { ok, type Result } from '../../shared/result';
import { callNote } from '../call-note';
import type { CrmCandidate } from '../port';
import type { Api } from './api';
import { field, listSchema, type Resource } from './schemas';
import { fromCrmDate } from './text';
import { createVisible } from './visible';

const shownCalls = 5;
const shownOpen = 5;
const readOpen = '20';
/** So many customers are remembered with what was shown of them. */
const rememberedCustomers = 200;

type Answer<T> = Result<T, AppError>;
type RecordUrl = (module: string, id: string) => string;

/** The caller's past at a glance. A part that fails is left empty; only when nothing at all could be read it is an error. */
export const createContext = (deps: { api: Api; recordUrl: RecordUrl; now: () => number }) => {
  const { api, recordUrl } = deps;
  const visible = createVisible(deps);

  // Always a page: without one SuiteCRM answers with everything (300 calls are 773 kB).
  const list = async (path: string, query: [string, string][], size: string): Promise<Answer<Resource[]>> => {
    const page: [string, string][] = [
      ['page[size]', size],
      ['page[number]', '1'],
    ];
    const answer = await api.request(listSchema, { method: 'GET', path, query: [...query, ...page] });
    return answer.ok ? ok(answer.value.data) : answer;
  };
  const related = (module: string, id: string, link: string, sort: string, size: string) =>
    list(
      `/module/${encodeURIComponent(module)}/${encodeURIComponent(id)}/relationships/${link}`,
      [['sort', sort]],
      size,
    );

  /** What several questions brought, once each. An error only where none was answered. */
  const together = (answers: readonly Answer<Resource[]>[]): Answer<Resource[]> => {
    const [first] = answers;
    if (first && !first.ok && answers.every((answer) => !answer.ok)) return first;
    const all = answers.flatMap((answer) => (answer.ok ? answer.value : []));
    return ok(all.filter((one, index) => all.findIndex((other) => other.id === one.id) === index));
  };

  /** What no list could show of a customer the last time: asked for together with the lists, not after them. */
  const expected = new Map<string, (readonly [module: string, id: string])[]>();
  const remember = ({ contact }: CrmCandidate, found: Record<string, readonly Resource[]>): void => {
    expected.delete(contact.id);
    expected.set(
      contact.id,
      Object.entries(found).flatMap(([module, records]) => records.map(({ id }) => [module, id] as const)),
    );
    const oldest = expected.keys().next().value;
    if (expected.size > rememberedCustomers && oldest !== undefined) expected.delete(oldest);
  };

  const idsOf = (answer: Answer<Resource[]>): ReadonlySet<string> =>
    new Set(answer.ok ? answer.value.map(({ id }) => id) : []);

  const calls = async ({ contact, accountId }: CrmCandidate): Promise<Answer<Resource[]>> => {
    const [answer, ofAccount] = await Promise.all([
      // Some more than are shown, because planned calls stand before the past ones.
      related(contact.module, contact.id, 'calls', '-date_start', String(shownCalls * 2)),
      // Most are the account's too, and the module's own list keeps to the user's rights: that spares asking for each.
      accountId === null
        ? ok<Resource[]>([])
        : list(
            '/module/Calls',
            [
              ['filter[parent_id][eq]', accountId],
              ['fields[Calls]', 'name'],
              ['sort', '-date_start'],
            ],
            readOpen,
          ),
    ]);
    if (!answer.ok) return answer;
    const past = answer.value
      .filter((call) => field(call, 'status') !== 'Planned')
      .sort((a, b) => startOf(b).localeCompare(startOf(a)));
    return ok(await visible.keep('Calls', past.slice(0, shownCalls), idsOf(ofAccount)));
  };

  const cases = async ({ contact, accountId }: CrmCandidate): Promise<Answer<Resource[]>> => {
    const [own, company] = await Promise.all([
      contact.module === 'Contacts'
        ? related('Contacts', contact.id, 'cases', '-date_entered', readOpen)
        : ok<Resource[]>([]),
      // The module's own list, because it keeps to the user's rights; `account_id` is a column of cases.
      accountId === null
        ? ok<Resource[]>([])
        : list(
            '/module/Cases',
            [
              ['filter[account_id][eq]', accountId],
              ['sort', '-date_entered'],
            ],
            readOpen,
          ),
    ]);
    const mine = own.ok
      ? ok(await visible.keep('Cases', own.value.filter(isOpenCase).slice(0, shownOpen), idsOf(company)))
      : own;
    const both = together([mine, company]);
    return both.ok ? ok(both.value.filter(isOpenCase)) : both;
  };

  const opportunities = async ({ contact, accountId }: CrmCandidate): Promise<Answer<Resource[]>> => {
    const [own, ofAccount] = await Promise.all([
      contact.module === 'Contacts'
        ? related('Contacts', contact.id, 'opportunities', '-date_entered', readOpen)
        : ok<Resource[]>([]),
      accountId === null
        ? ok<Resource[]>([])
        : related('Accounts', accountId, 'opportunities', '-date_entered', readOpen),
      // They know their account by a link only (a filter on account_id is a database error), so the module's own list, which
      // keeps to the user's rights, can not be asked for this account's: it is asked for the newest of all.
      visible.seeNewest('Opportunities'),
    ]);
    const both = together([own, ofAccount]);
    if (!both.ok) return both;
    const open = both.value.filter((one) => !field(one, 'sales_stage').startsWith('Closed'));
    return ok(await visible.keep('Opportunities', open.slice(0, shownOpen)));
  };

  return async (
    candidate: CrmCandidate,
    onPart: (context: CrmContext, pending: readonly CrmPart[]) => void = () => undefined,
  ): Promise<Answer<CrmContext>> => {
    const { contact, title, assignedTo = null } = candidate;
    let context: CrmContext = { ...noContext, contact, title, assignedTo };
    visible.expect(expected.get(contact.id) ?? []);
    const pending = new Set<CrmPart>(['calls', 'cases', 'opportunities']);
    const part = async (
      name: CrmPart,
      asked: Promise<Answer<Resource[]>>,
      put: (found: readonly Resource[]) => Partial<CrmContext>,
    ): Promise<Answer<Resource[]>> => {
      const answer = await asked;
      pending.delete(name);
      if (answer.ok) context = { ...context, ...put(answer.value) };
      if (pending.size > 0) onPart(context, [...pending]);
      return answer;
    };
    const answers = await Promise.all([
      part('calls', calls(candidate), (found) => ({ recentCalls: found.map(shownCall(recordUrl)) })),
      part('cases', cases(candidate), (found) => ({ openCases: found.map(shownCase(recordUrl)) })),
      part('opportunities', opportunities(candidate), (found) => ({
        openOpportunities: found.map(shownOpportunity(recordUrl)),
      })),
    ]);
    const [first] = answers;
    if (!first.ok && answers.every((answer) => !answer.ok)) return first;
    const found = answers.map((answer) => (answer.ok ? answer.value : []));
    const [Calls = [], Cases = [], Opportunities = []] = found;
    remember(candidate, candidate.accountId === null ? { Calls, Cases, Opportunities } : { Opportunities });
    return ok(context);
  };
};

const startOf = (call: Resource): string => fromCrmDate(field(call, 'date_start')) ?? '';

const shownCall =
  (recordUrl: RecordUrl) =>
  (call: Resource): CrmContext['recentCalls'][number] => ({
    id: call.id,
    subject: field(call, 'name'),
    startedAt: fromCrmDate(field(call, 'date_start')),
    durationMinutes: whole(field(call, 'duration_hours')) * 60 + whole(field(call, 'duration_minutes')),
    status: field(call, 'status'),
    direction: field(call, 'direction'),
    note: callNote(field(call, 'description')),
    url: recordUrl('Calls', call.id),
  });

const shownCase =
  (recordUrl: RecordUrl) =>
  (one: Resource): CrmContext['openCases'][number] => ({
    id: one.id,
    number: field(one, 'case_number'),
    subject: field(one, 'name'),
    status: statusLabel(field(one, 'status')),
    url: recordUrl('Cases', one.id),
  });

const shownOpportunity =
  (recordUrl: RecordUrl) =>
  (one: Resource): CrmContext['openOpportunities'][number] => {
    const amount = Number.parseFloat(field(one, 'amount'));
    return {
      id: one.id,
      name: field(one, 'name'),
      stage: field(one, 'sales_stage'),
      amount: Number.isFinite(amount) ? amount : null,
      currency: field(one, 'currency_symbol'),
      url: recordUrl('Opportunities', one.id),
    };
  };

const whole = (text: string): number => Math.max(0, Number.parseInt(text, 10) || 0);

/** `state` is Open or Closed; older data may have only the status, whose keys begin with the state. */
const isOpenCase = (one: Resource): boolean =>
  field(one, 'state') === 'Open' ||
  (field(one, 'state') === '' && !field(one, 'status').startsWith('Closed'));

/** `Open_Pending Input` is SuiteCRM's key of what its screens call "Pending Input". */
const statusLabel = (status: string): string => status.replace(/^(Open|Closed)_/, '').replaceAll('_', ' ');
