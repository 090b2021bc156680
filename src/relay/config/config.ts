/** The relay's settings as the rest of the relay sees them: checked, complete, frozen. */
import type { Agent } from '../../shared/protocol/agent';
import type { CallLogConfig } from './call-log';
import type { ElevenLabsConfig } from './elevenlabs';
import type { FileSettings } from './file';
import type { RecordingsConfig } from './recordings';
import type { RedisConfig } from './redis';

export interface PbxConfig {
  id: string;
  host: string;
  port: number;
  username: string;
  secret: string;
  tls: { ca?: string | undefined; rejectUnauthorized: boolean } | null;
  control: { username: string; secret: string };
  dial: FileSettings['dial'];
  dialplan: FileSettings['dialplan'];
  phones: FileSettings['phones'];
  numbers: FileSettings['numbers'];
}

export interface ConfiguredAgent {
  agent: Agent;
  /** SHA-256 of the token, hex; null for an agent that enrols by code. */
  tokenHash: string | null;
}

export type LogLevel = 'error' | 'warn' | 'info' | 'debug' | 'verbose';

export interface Config {
  environment: 'production' | 'development' | 'test';
  http: FileSettings['http'] & {
    host: string;
    port: number;
    /** PEM texts, and the files they come from. */
    tls: { cert: string; key: string; certPath: string; keyPath: string; validUntil: string } | null;
    trustProxy: boolean | string;
    allowedOrigins: string[];
    apiKey: string | null;
  };
  pbxs: PbxConfig[];
  suitecrm: {
    url: string;
    clientId: string;
    clientSecret: string;
    /** Without a user the client signs in by client_credentials. */
    user: { username: string; password: string } | null;
  } | null;
  crm: FileSettings['crm'];
  callLog: CallLogConfig;
  recordings: RecordingsConfig;
  elevenlabs: ElevenLabsConfig;
  redis: RedisConfig;
  agents: ConfiguredAgent[];
  relays: FileSettings['relays'];
  metrics: FileSettings['metrics'];
  docs: FileSettings['docs'];
  admin: FileSettings['admin'];
  webCompanion: FileSettings['webCompanion'];
  webSocket: FileSettings['webSocket'];
  log: { level: LogLevel; dir: string; retentionDays: number };
  dataDir: string;
  defaultCountry: string;
  retentionDays: number;
  eventRetentionDays: number;
  auditRetentionDays: number;
}

/** Freezes an object and everything in it. */
export const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
};
