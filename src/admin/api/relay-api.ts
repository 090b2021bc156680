/** Every question the dashboard puts to the relay, with the shape of its answer. */
import { z } from 'zod';
import {
  adminAccountListSchema,
  newAdminResponseSchema,
  type ChangePassword,
  type NewAdmin,
} from '../../shared/protocol/admin-accounts';
import { agentDevicesSchema } from '../../shared/protocol/agent-devices';
import { agentsFromCrmSchema } from '../../shared/protocol/agents-from-crm';
import { agentImportSchema } from '../../shared/protocol/agent-import';
import { adminSessionSchema } from '../../shared/protocol/admin-session';
import { apiKeyListSchema, newApiKeyResponseSchema, type NewApiKey } from '../../shared/protocol/api-keys';
import { auditPageSchema, type AuditQuery } from '../../shared/protocol/audit';
import {
  callLogGivenUpSchema,
  callLogPageSchema,
  callLogRetriedSchema,
  type CallLogQuery,
} from '../../shared/protocol/call-log';
import { callStorySchema } from '../../shared/protocol/call-story';
import { callTranscriptSchema } from '../../shared/protocol/conversation';
import { logLevelSchema, type LogLevelState } from '../../shared/protocol/log-level';
import { logPageSchema, type LogQuery } from '../../shared/protocol/logs';
import {
  agentListSchema,
  callListSchema,
  callPageSchema,
  changeAgentResponseSchema,
  enrolmentResponseSchema,
  newAgentResponseSchema,
  statusSchema,
  type CallQuery,
} from '../../shared/protocol/rest';
import { seriesSchema } from '../../shared/protocol/series';
import { settingsSchema } from '../../shared/protocol/settings';
import type { Ask } from './request';

export interface NewAgent {
  id: string;
  name: string;
  extensions: string[];
  pbxId?: string;
  crmUserId?: string;
}
export interface AgentChange {
  name: string;
  extensions: string[];
  crmUserId: string | null;
}

const one = encodeURIComponent;

export const createRelayApi = (ask: Ask) => ({
  session: () => ask({ path: '/api/admin/session', answer: adminSessionSchema }),
  signIn: (name: string, password: string) =>
    ask({ method: 'POST', path: '/api/admin/session', body: { name, password }, answer: adminSessionSchema }),
  signOut: () => ask({ method: 'DELETE', path: '/api/admin/session', answer: z.unknown() }),

  status: () => ask({ path: '/api/status', answer: statusSchema }),
  activeCalls: () => ask({ path: '/api/calls/active', answer: callListSchema }),
  series: (minutes: number) => ask({ path: '/api/series', query: { minutes }, answer: seriesSchema }),
  calls: (query: Partial<CallQuery>) => ask({ path: '/api/calls', query, answer: callPageSchema }),
  story: (callId: string) => ask({ path: `/api/calls/${one(callId)}/story`, answer: callStorySchema }),
  transcript: (callId: string) =>
    ask({ path: `/api/calls/${one(callId)}/transcript`, answer: callTranscriptSchema }),

  callLog: (query: Partial<CallLogQuery>) => ask({ path: '/api/call-log', query, answer: callLogPageSchema }),
  /** @param callId null: all that have failed */
  retry: (callId: string | null) =>
    ask({
      method: 'POST',
      path: callId === null ? '/api/call-log/retry' : `/api/call-log/${one(callId)}/retry`,
      answer: callLogRetriedSchema,
    }),
  giveUp: (callId: string) =>
    ask({ method: 'POST', path: `/api/call-log/${one(callId)}/give-up`, answer: callLogGivenUpSchema }),

  agents: () => ask({ path: '/api/agents', answer: agentListSchema }),
  addAgent: (agent: NewAgent) =>
    ask({ method: 'POST', path: '/api/agents', body: agent, answer: newAgentResponseSchema }),
  changeAgent: (id: string, change: AgentChange) =>
    ask({
      method: 'PATCH',
      path: `/api/agents/${one(id)}`,
      body: change,
      answer: changeAgentResponseSchema,
    }),
  enrol: (id: string) =>
    ask({ method: 'POST', path: `/api/agents/${one(id)}/enrolment`, answer: enrolmentResponseSchema }),
  removeAgent: (id: string) => ask({ method: 'DELETE', path: `/api/agents/${one(id)}`, answer: z.null() }),
  importAgents: (csv: string, options: { dryRun: boolean; skipInvalid: boolean }) =>
    ask({
      method: 'POST',
      path: '/api/agents/import',
      query: options,
      body: csv,
      answer: agentImportSchema,
    }),
  /** @param apply false: only what would be done */
  agentsFromCrm: (apply: boolean) =>
    ask({ method: 'POST', path: '/api/agents/from-crm', body: { apply }, answer: agentsFromCrmSchema }),
  devices: (agentId: string) =>
    ask({ path: `/api/agents/${one(agentId)}/devices`, answer: agentDevicesSchema }),
  revokeDevice: (agentId: string, deviceId: string) =>
    ask({
      method: 'DELETE',
      path: `/api/agents/${one(agentId)}/devices/${one(deviceId)}`,
      answer: z.null(),
    }),

  admins: () => ask({ path: '/api/admins', answer: adminAccountListSchema }),
  addAdmin: (admin: NewAdmin) =>
    ask({ method: 'POST', path: '/api/admins', body: admin, answer: newAdminResponseSchema }),
  setAdminPassword: (name: string, change: ChangePassword) =>
    ask({ method: 'PUT', path: `/api/admins/${one(name)}/password`, body: change, answer: z.null() }),
  removeAdmin: (name: string) =>
    ask({ method: 'DELETE', path: `/api/admins/${one(name)}`, answer: z.null() }),

  keys: () => ask({ path: '/api/keys', answer: apiKeyListSchema }),
  addKey: (key: NewApiKey) =>
    ask({ method: 'POST', path: '/api/keys', body: key, answer: newApiKeyResponseSchema }),
  revokeKey: (name: string) => ask({ method: 'DELETE', path: `/api/keys/${one(name)}`, answer: z.null() }),

  audit: (query: Partial<AuditQuery>) => ask({ path: '/api/audit', query, answer: auditPageSchema }),
  settings: () => ask({ path: '/api/settings', answer: settingsSchema }),
  logs: (query: Partial<LogQuery>) => ask({ path: '/api/logs', query, answer: logPageSchema }),
  logLevel: () => ask({ path: '/api/log-level', answer: logLevelSchema }),
  setLogLevel: (level: LogLevelState['level'], minutes: number) =>
    ask({ method: 'PUT', path: '/api/log-level', body: { level, minutes }, answer: logLevelSchema }),
});
export type RelayApi = ReturnType<typeof createRelayApi>;
