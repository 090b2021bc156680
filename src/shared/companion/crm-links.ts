import type { Call } from '../call/call';
import { because } from '../error-reasons';
import { AppError } from '../errors';
import type { CompanionState } from '../ipc/state';
import type { CrmLinks } from './types';

const REMEMBERED = 1_000;

/** http and https are all a browser should be asked to open on a window's word. */
export const webUrl = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
  throw new AppError('forbidden', 'Only web addresses can be opened.', { details: because('link-foreign') });
};

/** Knows the calls of the state and those of the history pages that were read, and where their records are. */
export const createCrmLinks = (
  state: () => CompanionState,
): CrmLinks & {
  remember(calls: readonly Call[]): void;
  /** Links outside the CRM that the relay has named, each as it is. */
  name(urls: readonly string[]): void;
  callOf(id: string): Call | undefined;
  forget(callIds: readonly string[]): void;
} => {
  const read = new Map<string, Call>();

  const named = new Set<string>();

  const callOf = (id: string): Call | undefined =>
    state().calls.find((call) => call.id === id) ?? read.get(id);

  const hosts = (): Set<string> => {
    const { crm, crmAccount, calls } = state();
    const urls = [
      crmAccount?.url,
      ...Object.values(crm).map(({ context }) => context?.contact?.url),
      ...[...calls, ...read.values()].flatMap(({ contact, crmRecord }) => [contact?.url, crmRecord.url]),
    ];
    return new Set(urls.flatMap((url) => (url && URL.canParse(url) ? [new URL(url).host] : [])));
  };

  return {
    callOf,
    remember: (calls) => {
      for (const call of calls) {
        read.delete(call.id);
        read.set(call.id, call);
      }
      for (const id of [...read.keys()].slice(0, -REMEMBERED)) read.delete(id);
    },
    name: (urls) => {
      for (const url of urls) {
        named.delete(url);
        named.add(url);
      }
      for (const url of [...named].slice(0, -REMEMBERED)) named.delete(url);
    },
    forget: (callIds) => {
      for (const id of callIds) read.delete(id);
    },
    ofCall: (callId, what) => {
      const call = callOf(callId);
      const url =
        what === 'call'
          ? call?.crmRecord.url
          : (state().crm[callId]?.context?.contact?.url ?? call?.contact?.url);
      if (url) return webUrl(url).href;
      throw new AppError(
        'not_found',
        what === 'call' ? 'This call is not in the CRM yet.' : 'The CRM knows no contact for this number.',
        { details: because(what === 'call' ? 'call-not-in-crm' : 'contact-not-in-crm') },
      );
    },
    allowed: (text) => {
      const url = webUrl(text);
      if (hosts().has(url.host) || named.has(text)) return url.href;
      throw new AppError('forbidden', 'Only links into your CRM can be opened from here.', {
        details: because('link-foreign'),
      });
    },
  };
};
