/** What an agent does to a record by hand: pick one, look for one by name, give one a number. */
import { AppError } from '../../shared/errors';
import type { ContactRef } from '../../shared/protocol/crm-context';
import { err, ok, type Result } from '../../shared/result';
import type { CrmCandidate, CrmDirectory, FoundPerson } from '../port';
import type { Api } from './api';
import { refusalOf } from './errors';
import { field, listSchema, oneSchema, type Resource } from './schemas';
import { fieldsOf, sourceOf, sources, toCandidate, type Source } from './sources';

const picked = { matchedBy: 'picked', quality: 'picked', extension: null, note: null } as const;
const mostFound = 10;

/** LIKE's own signs match anything, and so does a quote: SuiteCRM stores it as it is or as `&#039;`. */
const begins = (word: string): string => `${word.replace(/[%_\\'"&<>]+/g, '%')}%`;

/** `Lindqvist, Maria` and `Maria Lindqvist`: first name, rest. One word may be either. */
const nameFilter = (text: string): [string, string][] => {
  const [last, first] = text.split(',').map((part) => part.trim());
  const words = first ? [first, last ?? ''] : text.split(/\s+/);
  const [one = '', ...rest] = words;
  return rest.length === 0
    ? [
        ['filter[operator]', 'or'],
        ['filter[first_name][like]', begins(one)],
        ['filter[last_name][like]', begins(one)],
      ]
    : [
        ['filter[operator]', 'and'],
        ['filter[first_name][like]', begins(one)],
        ['filter[last_name][like]', begins(rest.join(' '))],
      ];
};

export const createDirectory = (deps: {
  api: Api;
  recordUrl: (module: string, id: string) => string;
}): Pick<CrmDirectory, 'searchByName' | 'attachNumber'> & {
  candidate: (ref: ContactRef) => Promise<Result<CrmCandidate | null, AppError>>;
} => {
  const { api, recordUrl } = deps;

  const read = async (
    ref: ContactRef,
  ): Promise<Result<{ source: Source; resource: Resource } | null, AppError>> => {
    const source = sourceOf(ref.module);
    if (!source) return ok(null);
    const answer = await api.request(oneSchema, {
      method: 'GET',
      path: `/module/${source.module}/${encodeURIComponent(ref.id)}`,
      query: [[`fields[${source.module}]`, fieldsOf(source)]],
    });
    if (answer.ok) return ok({ source, resource: answer.value.data });
    const refusal = refusalOf(answer.error);
    return refusal === 'missing' || refusal === 'denied' ? ok(null) : answer;
  };

  const foundIn =
    (source: Source) =>
    (resource: Resource): FoundPerson => {
      const { contact, title } = toCandidate(source, resource, picked, recordUrl);
      return {
        contact,
        title,
        phones: source.phones.map((name) => ({ field: name, number: field(resource, name).trim() })),
      };
    };

  return {
    candidate: async (ref) => {
      const found = await read(ref);
      if (!found.ok || !found.value) return found.ok ? ok(null) : found;
      return ok(toCandidate(found.value.source, found.value.resource, picked, recordUrl));
    },

    searchByName: async (typed) => {
      const text = typed.trim();
      if (text === '') return ok([]);
      const answers = await Promise.all(
        sources.map(async (source) => ({
          source,
          answer: await api.request(listSchema, {
            method: 'GET',
            path: `/module/${source.module}`,
            query: [
              ...(source.kind === 'account'
                ? [['filter[name][like]', `%${begins(text)}`] as const]
                : nameFilter(text)),
              [`fields[${source.module}]`, fieldsOf(source)],
              ['sort', '-date_modified'],
              ['page[size]', String(mostFound)],
              ['page[number]', '1'],
            ],
          }),
        })),
      );
      const failed = answers.flatMap(({ answer }) =>
        answer.ok || refusalOf(answer.error) === 'denied' ? [] : [answer],
      )[0];
      if (failed) return failed;
      return ok(
        answers
          .flatMap(({ source, answer }) =>
            answer.ok
              ? answer.value.data
                  .filter((resource) => source.convertedTo(resource) === null)
                  .map(foundIn(source))
              : [],
          )
          .slice(0, mostFound),
      );
    },

    attachNumber: async (ref, { field: name, number, replace }) => {
      const found = await read(ref);
      if (!found.ok) return found;
      if (!found.value)
        return err(
          new AppError('not_found', 'This record is gone, or you may not see it. Search for it again.'),
        );
      const { source, resource } = found.value;
      if (!source.phones.includes(name))
        return err(new AppError('bad_request', `"${name}" is no phone field of ${source.module}.`));
      // Read a moment ago, because somebody may have filled it since the search.
      const taken = field(resource, name).trim();
      if (taken !== '' && taken !== replace) return ok({ done: false, taken });
      const written = await api.request(oneSchema, {
        method: 'PATCH',
        path: '/module',
        body: { data: { type: source.module, id: ref.id, attributes: { [name]: number } } },
      });
      return written.ok ? ok({ done: true }) : written;
    },
  };
};
