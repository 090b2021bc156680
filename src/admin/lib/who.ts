import type { Call } from '../../shared/call/call';
import type { T } from '../i18n';
import type { Agents } from '../state/house';

/** Who stands behind an extension; several may share one. */
export type NameOf = (pbxId: string, extension: string) => string;

/** "Anna Berg (1001)", or the extension alone where nobody has it. */
export const createNameOf = (agents: Agents): NameOf => {
  const names = new Map<string, string>();
  for (const { name, pbxId, extensions } of agents)
    for (const extension of extensions) {
      const key = `${pbxId} ${extension}`;
      names.set(key, names.has(key) ? `${names.get(key)}, ${name}` : name);
    }
  return (pbxId, extension) => {
    const name = names.get(`${pbxId} ${extension}`);
    return name === undefined ? extension : `${name} (${extension})`;
  };
};

/** The other party: the CRM's name, else the PBX's, else the number. */
export const callerName = (call: Call, t: T): string =>
  call.contact?.name ?? call.remote.name ?? callerNumber(call, t);

export const callerNumber = (call: Call, t: T): string =>
  call.remote.anonymous || call.remote.number === null ? t('call.withheld') : call.remote.display;
