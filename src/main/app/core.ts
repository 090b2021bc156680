/** The Companion without its windows: the relay, the agent's sign-in at the CRM, his notes and his own call log. No Electron here. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { CrmClient, CrmDirectory } from '../../crm/port';
import type { Clock } from '../../shared/clock';
import { createCompanion } from '../../shared/companion/companion';
import { relayUrlText } from '../../shared/companion/relay-urls';
import type { CompanionDeps } from '../../shared/companion/types';
import { settingsSchema } from '../../shared/ipc/settings';
import type { Logger } from '../../shared/logger';
import { countryCode, type CountryCode } from '../../shared/phone/parse';
import { openCallJobs } from '../call-log/jobs';
import { createOwnCallLog, type OwnCallLog } from '../call-log/own-call-log';
import { createCrmAccount, type CrmLogin } from '../crm/crm-account';
import { createFetchJson } from '../relay/fetch-json';
import { openWebSocket } from '../relay/socket';
import { openChoices } from '../settings/choices';
import { keptOf, noPolicy, type ReadPolicy } from '../settings/policy';
import type { ProfileStore } from '../settings/profile';
import { createCallArchive } from '../storage/history/archive';
import { openNotes } from '../storage/notes';
import type { SecretStore } from '../storage/secret-store';
import type { Environment } from './environment';

export interface CoreDeps {
  /** The profile folder. */
  folder: string;
  client: CompanionDeps['client'];
  profile: ProfileStore;
  secrets: SecretStore;
  /** In place of what was kept. */
  connection: Environment['connection'];
  /** @param country whose numbers are written without a country code, as the relay says; null before it has */
  createCrm: (login: CrmLogin, country: () => CountryCode | null) => CrmClient & CrmDirectory;
  /** What IT has set for this computer; without it, nothing. */
  policy?: ReadPolicy;
  clock: Clock;
  log: Logger;
}

export const createCore = async (deps: CoreDeps) => {
  const { folder, profile, secrets, connection, clock, log } = deps;
  const { policy, managed } = deps.policy ?? noPolicy;
  const policyRelay = policy.relayUrls ? relayUrlText(policy.relayUrls) : null;
  let country: CountryCode | null = null;
  let ownCallLog: OwnCallLog | null = null;
  const archive = createCallArchive(folder, secrets, log);
  const notes = await openNotes(folder, log);
  let keeping = Promise.resolve();
  const companion = createCompanion({
    platform: 'electron',
    client: deps.client,
    openSocket: openWebSocket,
    fetchJson: createFetchJson(),
    clock,
    random: Math.random,
    newId: randomUUID,
    log,
    initial: {
      relayUrl: connection?.relayUrl ?? policyRelay ?? profile.get().relayUrl,
      token: connection?.token ?? (await secrets.get('relay-token')),
      settings: settingsSchema.parse({ ...profile.get().settings, ...policy.settings }),
      managed,
      secretStore: { kind: secrets.kind, warning: secrets.warning },
    },
    crm: null,
    saveConnection: async (next) => {
      if (!next) return secrets.delete('relay-token');
      await secrets.set('relay-token', next.token);
      await profile.set({ relayUrl: next.relayUrl });
    },
    // What the environment gave is never written down.
    saveRelayUrl: (relayUrl) => (connection ? Promise.resolve() : profile.set({ relayUrl })),
    deviceName: hostname(),
    crmToken: async () => {
      const token = await crm.directory().ownToken();
      if (token.ok) return token.value;
      throw token.error;
    },
    // What IT has set is not the agent's choice: without the policy, his own is back.
    saveSettings: (settings) =>
      profile.set({ settings: { ...settings, ...keptOf(profile.get().settings, managed.locked) } }),
    retryCrm: () => crm.retry(),
    archive,
    choices: await openChoices(folder, log),
    notes: { entries: notes.entries, save: (entries) => (keeping = notes.save(entries)) },
    onRegistered: (registered) => {
      country = countryCode(registered.country);
      ownCallLog?.registered(registered);
    },
    onForgotten: (callIds) => ownCallLog?.forget(callIds),
  });
  const crm = createCrmAccount({
    createClient: (login) => deps.createCrm(login, () => country),
    secrets,
    profile,
    onChange: (side) => companion.setCrm(side),
    clock,
    log,
  });
  ownCallLog = await createOwnCallLog({
    file: openCallJobs(folder, log),
    crm: () => crm.client(),
    history: (query) => companion.handlers['history:list'](query),
    tell: (callId, record) => companion.setRecord(callId, record),
    clock,
    random: Math.random,
    log,
  });
  companion.onState(ownCallLog.follow);
  return {
    companion,
    crm,
    /** Whose national numbers the relay reads; null before it has said so. */
    country: () => country,
    /** What the agent wrote is on the disk, or can not be brought there. */
    settled: (): Promise<void> => keeping.catch(() => undefined),
    stop: (): void => {
      companion.stop();
      void archive.close();
      ownCallLog.stop();
      crm.close();
    },
  };
};
export type Core = Awaited<ReturnType<typeof createCore>>;
