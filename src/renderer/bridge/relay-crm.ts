import type { CrmLookup } from '../../shared/companion/crm-contexts';
import { because } from '../../shared/error-reasons';
import { AppError } from '../../shared/errors';
import {
  crmContextSchema,
  errorResponseSchema,
  healthSchema,
  type CrmContext,
  type Health,
} from '../../shared/protocol/rest';
import { fetchJson } from './browser-network';

/** A browser has no CRM account of its own: it asks the relay, which answers only where IT has allowed it. */
export const relayCrm = (deps: {
  relayUrl: string;
  token: () => string | null;
  onForbidden: () => void;
}): CrmLookup => ({
  lookup: async (call, _found, picked): Promise<CrmContext | null> => {
    const token = deps.token();
    if (token === null) throw new AppError('unauthorized', 'Sign in first.');
    const url = `${deps.relayUrl}/api/calls/${encodeURIComponent(call.id)}/crm${picked ? `?${new URLSearchParams({ module: picked.module, id: picked.id }).toString()}` : ''}`;
    const answer = await fetchJson({ method: 'GET', url, token }).catch((cause: unknown) => {
      throw new AppError('unavailable', 'The relay did not answer. It is asked again with the next call.', {
        cause,
        details: because('crm-no-answer'),
      });
    });
    if (answer.status === 403) {
      deps.onForbidden();
      return null;
    }
    if (answer.status === 404) return null;
    const context = crmContextSchema.safeParse(answer.body);
    if (answer.status === 200 && context.success) return context.data;
    const said = errorResponseSchema.safeParse(answer.body);
    throw new AppError(
      'crm_unavailable',
      said.success
        ? said.data.error.message
        : 'The CRM did not answer. It is asked again with the next call.',
      { details: said.success ? said.data.error.details : because('crm-no-answer') },
    );
  },
});

/** How the relay's own link to the CRM is doing; null where the relay does not say. */
export const relayCrmHealth = async (relayUrl: string): Promise<Health['crm'] | null> => {
  const answer = await fetchJson({ method: 'GET', url: `${relayUrl}/health` }).catch(() => null);
  const health = healthSchema.safeParse(answer?.body);
  return health.success ? health.data.crm : null;
};
