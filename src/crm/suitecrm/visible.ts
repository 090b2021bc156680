import type { Api } from './api';
import { listSchema, oneSchema, type Resource } from './schemas';

const rememberedMs = 5 * 60_000;
const remembered = 500;
const newest = '100';

/**
 * Keeps what this user may see. SuiteCRM's relationship lists ask nobody's rights (7.14.6 and 7.15.0 show calls to a user
 * whose role has no access to them), its single records and its modules' own lists do: so each record that no such list has
 * shown is asked for by itself before it is shown. What was seen is believed for some minutes.
 */
export const createVisible = ({ api, now }: { api: Api; now: () => number }) => {
  const seenUntil = new Map<string, number>();
  const asking = new Map<string, Promise<boolean>>();
  /** Of a module's newest records: until when what they told is believed. */
  const newestUntil = new Map<string, number>();

  const believe = (key: string): void => {
    seenUntil.delete(key);
    seenUntil.set(key, now() + rememberedMs);
    const oldest = seenUntil.keys().next().value;
    if (seenUntil.size > remembered && oldest !== undefined) seenUntil.delete(oldest);
  };

  const ask = async (module: string, id: string): Promise<boolean> => {
    const answer = await api.request(oneSchema, {
      method: 'GET',
      path: `/module/${module}/${encodeURIComponent(id)}`,
      query: [[`fields[${module}]`, 'name']],
    });
    // Refused, gone or no answer: what can not be asked for is not shown.
    if (answer.ok) believe(`${module}/${id}`);
    return answer.ok;
  };

  const isVisible = (module: string, id: string): Promise<boolean> => {
    const key = `${module}/${id}`;
    if ((seenUntil.get(key) ?? 0) > now()) return Promise.resolve(true);
    const answer = asking.get(key) ?? ask(module, id).finally(() => asking.delete(key));
    asking.set(key, answer);
    return answer;
  };

  const askNewest = async (module: string): Promise<void> => {
    const answer = await api.request(listSchema, {
      method: 'GET',
      path: `/module/${module}`,
      query: [
        [`fields[${module}]`, 'name'],
        ['sort', '-date_modified'],
        ['page[size]', newest],
        ['page[number]', '1'],
      ],
    });
    if (!answer.ok) {
      newestUntil.delete(module);
      return;
    }
    for (const { id } of answer.value.data) believe(`${module}/${id}`);
  };

  return {
    /**
     * Sees what of the module's newest records the user may see, in one list, at most once in the time that it is believed:
     * beside the lists it spares most of the single questions after them. Never fails.
     */
    seeNewest: async (module: string): Promise<void> => {
      if ((newestUntil.get(module) ?? 0) > now()) return;
      newestUntil.set(module, now() + rememberedMs);
      await askNewest(module);
    },
    /** @param shown ids that a list of the module itself has just shown to this user */
    keep: async (
      module: string,
      found: readonly Resource[],
      shown: ReadonlySet<string> = new Set(),
    ): Promise<Resource[]> => {
      for (const { id } of found) if (shown.has(id)) believe(`${module}/${id}`);
      const visible = await Promise.all(found.map(({ id }) => isVisible(module, id)));
      return found.filter((_, index) => visible[index]);
    },
    /** Begins to ask for records that will likely be wanted in a moment. */
    expect: (records: readonly (readonly [module: string, id: string])[]): void => {
      for (const [module, id] of records) void isVisible(module, id);
    },
  };
};
