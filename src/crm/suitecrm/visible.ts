import type { Api } from './api';
import { oneSchema, type Resource } from './schemas';

const rememberedMs = 5 * 60_000;
const remembered = 500;

/**
 * Keeps what this user may see. SuiteCRM's relationship lists ask nobody's rights (7.14.6 and 7.15.0 show calls to a user
 * whose role has no access to them), its single records do: so each record is asked for by itself before it is shown. What
 * was seen is believed for some minutes.
 */
export const createVisible = ({ api, now }: { api: Api; now: () => number }) => {
  const seenUntil = new Map<string, number>();

  const isVisible = async (module: string, id: string): Promise<boolean> => {
    const key = `${module}/${id}`;
    if ((seenUntil.get(key) ?? 0) > now()) return true;
    const answer = await api.request(oneSchema, {
      method: 'GET',
      path: `/module/${module}/${encodeURIComponent(id)}`,
      query: [[`fields[${module}]`, 'name']],
    });
    // Refused, gone or no answer: what can not be asked for is not shown.
    if (!answer.ok) return false;
    seenUntil.delete(key);
    seenUntil.set(key, now() + rememberedMs);
    const oldest = seenUntil.keys().next().value;
    if (seenUntil.size > remembered && oldest !== undefined) seenUntil.delete(oldest);
    return true;
  };

  return async (module: string, found: readonly Resource[]): Promise<Resource[]> => {
    const visible = await Promise.all(found.map(({ id }) => isVisible(module, id)));
    return found.filter((_, index) => visible[index]);
  };
};
