import { z } from 'zod';
import { relayUrlsOf, relayUrlText } from '../../shared/companion/relay-urls';
import type { CrmLogin } from '../crm/crm-account';

const webUrl = z.url({
  protocol: /^https?$/,
  error: 'must be an address that begins with http:// or https://',
});

const schema = z.object({
  CTI_RELAY_URL: z
    .string()
    .refine((text) => relayUrlsOf(text) !== null, {
      error: 'must be an address that begins with http:// or https://, or several with commas between them',
    })
    .optional(),
  CTI_TOKEN: z.string().min(1).optional(),
  CTI_SUITECRM_URL: webUrl.optional(),
  CTI_SUITECRM_CLIENT_ID: z.string().optional(),
  CTI_SUITECRM_CLIENT_SECRET: z.string().optional(),
  CTI_SUITECRM_USERNAME: z.string().optional(),
  CTI_SUITECRM_PASSWORD: z.string().optional(),
  CTI_USER_DATA: z.string().min(1).optional(),
  CTI_DEV_SERVER_URL: webUrl.optional(),
  CTI_POLICY_FILE: z.string().min(1).optional(),
  CTI_DEBUG: z.string().optional(),
});

export interface Environment {
  /** Used instead of what was kept, and never written down: whoever sets the variables keeps the secret. */
  connection: { relayUrl: string; token: string } | null;
  crm: CrmLogin | null;
  /** Another profile folder. */
  userData: string | null;
  /** In place of the policy of IT, to try one out; only while developing. */
  policyFile: string | null;
  /** Vite's origin while developing. */
  devServer: string | null;
  debug: boolean;
}

/** @throws Error naming the variable; a secret's value is never in it */
export const readEnvironment = (env: Record<string, string | undefined>): Environment => {
  // An empty variable is an unset one.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(`The environment is not usable. ${lines.join('; ')}`);
  }
  const values = parsed.data;
  const { CTI_RELAY_URL: relayUrl, CTI_TOKEN: token, CTI_SUITECRM_URL: url } = values;
  return {
    connection:
      relayUrl !== undefined && token !== undefined
        ? { relayUrl: relayUrlText(relayUrlsOf(relayUrl) ?? []), token }
        : null,
    crm:
      url === undefined
        ? null
        : {
            url,
            clientId: values.CTI_SUITECRM_CLIENT_ID ?? '',
            clientSecret: values.CTI_SUITECRM_CLIENT_SECRET ?? '',
            username: values.CTI_SUITECRM_USERNAME ?? '',
            password: values.CTI_SUITECRM_PASSWORD ?? '',
          },
    userData: values.CTI_USER_DATA ?? null,
    devServer: values.CTI_DEV_SERVER_URL === undefined ? null : new URL(values.CTI_DEV_SERVER_URL).origin,
    policyFile: values.CTI_POLICY_FILE ?? null,
    debug: values.CTI_DEBUG !== undefined,
  };
};
