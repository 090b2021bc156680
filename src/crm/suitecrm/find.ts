import type { AppError } from '../../shared/errors';
import type { CountryCode } from '../../shared/phone/parse';
import { ok, type Result } from '../../shared/result';
import type { CrmCandidate, CrmMatch } from '../port';
import { rankHits, type Hit } from '../rank';
import type { Api } from './api';
import { refusalOf } from './errors';
import { compareNumbers, extensionOf, likePattern, wantedNumber, type Wanted } from './number-match';
import { field, listSchema, type Resource } from './schemas';
import { fieldsOf, sources, toCandidate, type Source } from './sources';

interface Found extends Hit {
  source: Source;
  resource: Resource;
  matchedBy: string;
}

const mostOfAModule = 50;
/** As many as one looks through while it rings. */
const shownOthers = 9;

const query = (source: Source, wanted: Wanted): [string, string][] => [
  ['filter[operator]', 'or'],
  ...source.phones.map((phone): [string, string] => [`filter[${phone}][like]`, likePattern(wanted)]),
  [`fields[${source.module}]`, fieldsOf(source)],
  // The last touched, where more have the digits than fit a page.
  ['sort', '-date_modified'],
  ['page[size]', String(mostOfAModule)],
  ['page[number]', '1'],
];

const order = { exact: 0, national: 1, tail: 2 } as const;

/** The record's best number: how well it fits, then which field. */
const hitOf = (source: Source, resource: Resource, wanted: Wanted, country: CountryCode): Found[] =>
  source.phones
    .flatMap((matchedBy, fieldRank): Found[] => {
      const stored = field(resource, matchedBy);
      const quality = compareNumbers(wanted, stored, country);
      if (!quality) return [];
      return [
        {
          id: resource.id,
          kind: source.kind,
          accountId: source.accountIdOf(resource),
          convertedTo: source.convertedTo(resource),
          quality,
          extension: extensionOf(stored),
          fieldRank,
          modifiedAt: field(resource, 'date_modified'),
          source,
          resource,
          matchedBy,
        },
      ];
    })
    .sort((a, b) => order[a.quality] - order[b.quality] || a.fieldRank - b.fieldRank)
    .slice(0, 1);

/**
 * One request per module, all at once, so that the answer is there after one round trip. A module this user may not see
 * holds nobody for him.
 */
export const createFinder = (deps: {
  api: Api;
  country: () => CountryCode;
  recordUrl: (module: string, id: string) => string;
}) => {
  const { api, recordUrl } = deps;

  return async (e164: string): Promise<Result<CrmMatch | null, AppError>> => {
    const country = deps.country();
    const wanted = wantedNumber(e164, country);
    if (!wanted) return ok(null);
    const answers = await Promise.all(
      sources.map(async (source) => ({
        source,
        answer: await api.request(listSchema, {
          method: 'GET',
          path: `/module/${source.module}`,
          query: query(source, wanted),
        }),
      })),
    );
    const failed = answers.flatMap(({ answer }) =>
      answer.ok || refusalOf(answer.error) === 'denied' ? [] : [answer],
    )[0];
    if (failed) return failed;
    const hits = answers.flatMap(({ source, answer }) =>
      answer.ok ? answer.value.data.flatMap((resource) => hitOf(source, resource, wanted, country)) : [],
    );
    return ok(bestOf(hits, recordUrl));
  };
};

/** What a search would find if the CRM had these records only. */
export const matchAmong = (
  e164: string,
  records: readonly { source: Source; resource: Resource }[],
  { country, recordUrl }: { country: CountryCode; recordUrl: (module: string, id: string) => string },
): CrmMatch | null => {
  const wanted = wantedNumber(e164, country);
  if (!wanted) return null;
  const hits = records.flatMap(({ source, resource }) => hitOf(source, resource, wanted, country));
  return bestOf(
    sources.flatMap((source) => lastTouched(hits.filter((hit) => hit.source === source))),
    recordUrl,
  );
};

/** No more than a page of a module, as where SuiteCRM is asked. */
const lastTouched = (hits: readonly Found[]): Found[] =>
  hits.length <= mostOfAModule
    ? [...hits]
    : [...hits].sort((a, b) => b.modifiedAt.localeCompare(a.modifiedAt)).slice(0, mostOfAModule);

const bestOf = (hits: readonly Found[], recordUrl: (module: string, id: string) => string): CrmMatch | null =>
  matchOf(
    rankHits(hits).map(({ source, resource, matchedBy, quality, extension, note }) =>
      toCandidate(source, resource, { matchedBy, quality, extension, note }, recordUrl),
    ),
  );

const matchOf = (candidates: readonly CrmCandidate[]): CrmMatch | null => {
  const [best, ...rest] = candidates;
  if (!best) return null;
  return {
    ...best,
    contact: { ...best.contact, others: rest.length },
    others: rest
      .slice(0, shownOthers)
      .map((other) => ({ ...other, contact: { ...other.contact, others: rest.length } })),
  };
};
