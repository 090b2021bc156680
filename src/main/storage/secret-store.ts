import type { CompanionState } from '../../shared/ipc/state';

export const secretNames = ['relay-token', 'crm-client-secret', 'crm-password', 'history-key'] as const;
export type SecretName = (typeof secretNames)[number];

/** Where the token, the CRM password and the history's key are kept. */
export interface SecretStore {
  readonly kind: CompanionState['secretStore']['kind'];
  /** What the agent should know about it; null where it is as it should be. */
  readonly warning: string | null;
  get(name: SecretName): Promise<string | null>;
  set(name: SecretName, value: string): Promise<void>;
  delete(name: SecretName): Promise<void>;
}

/** @returns null where this kind of store does not work on this machine */
export type OpenSecretStore = () => Promise<SecretStore | null>;
