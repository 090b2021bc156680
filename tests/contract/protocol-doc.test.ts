import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { callSchema, contactSchema } from '../../src/shared/call/call';
import { newAdminSchema } from '../../src/shared/protocol/admin-accounts';
import { adminSessionSchema, adminSignInSchema } from '../../src/shared/protocol/admin-session';
import { importProblemSchema } from '../../src/shared/protocol/agent-import';
import { agentLinkSchema } from '../../src/shared/protocol/agent-link';
import { agentsFromCrmSchema } from '../../src/shared/protocol/agents-from-crm';
import { newApiKeySchema } from '../../src/shared/protocol/api-keys';
import { auditPageSchema } from '../../src/shared/protocol/audit';
import { setLogLevelSchema } from '../../src/shared/protocol/log-level';
import { callEventsSchema } from '../../src/shared/protocol/call-events';
import { callLogGiveUpSchema, callLogPageSchema } from '../../src/shared/protocol/call-log';
import { storyEntrySchema } from '../../src/shared/protocol/call-story';
import { logLineSchema } from '../../src/shared/protocol/logs';
import { seriesPointSchema } from '../../src/shared/protocol/series';
import { callNotesSchema } from '../../src/shared/protocol/call-note';
import { callRecordingsSchema } from '../../src/shared/protocol/recordings';
import { callTranscriptSchema } from '../../src/shared/protocol/conversation';
import { contactRefSchema } from '../../src/shared/protocol/crm-context';
import { initiationAnswerSchema } from '../../src/shared/protocol/initiation';
import { forgetReportSchema, forgetRequestSchema } from '../../src/shared/protocol/forget';
import { clientMessageSchema, serverMessageSchema } from '../../src/shared/protocol/messages';
import {
  changeAgentSchema,
  dialRequestSchema,
  enrolRequestSchema,
  errorResponseSchema,
  newAgentSchema,
  screenPopRequestSchema,
  statusSchema,
} from '../../src/shared/protocol/rest';

const schemas = {
  call: callSchema,
  contact: contactSchema,
  relays: statusSchema.shape.relays,
  client: clientMessageSchema,
  server: serverMessageSchema,
  error: errorResponseSchema,
  dial: dialRequestSchema,
  'choose-contact': contactRefSchema,
  'screen-pop': screenPopRequestSchema,
  'call-events': callEventsSchema,
  'call-log': callLogPageSchema,
  'give-up': callLogGiveUpSchema,
  initiation: initiationAnswerSchema,
  transcript: callTranscriptSchema,
  notes: callNotesSchema,
  recordings: callRecordingsSchema,
  forget: forgetRequestSchema,
  'forget-report': forgetReportSchema,
  'new-agent': newAgentSchema,
  'new-key': newApiKeySchema,
  'agent-link': agentLinkSchema,
  'from-crm': agentsFromCrmSchema,
  'import-problem': importProblemSchema,
  'story-entry': storyEntrySchema,
  'series-point': seriesPointSchema,
  'log-line': logLineSchema,
  'admin-sign-in': adminSignInSchema,
  'admin-session': adminSessionSchema,
  'new-admin': newAdminSchema,
  enrol: enrolRequestSchema,
  audit: auditPageSchema,
  'log-level': setLogLevelSchema,
  'change-agent': changeAgentSchema,
};

const document = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');
const examples = [...document.matchAll(/```json ([a-z-]+)\n([\s\S]*?)```/g)].map(
  ([, kind = '', text = '']) => ({
    kind,
    text,
  }),
);

describe('docs/protocol.md', () => {
  it('shows an example of every kind', () => {
    expect(new Set(examples.map((example) => example.kind))).toEqual(new Set(Object.keys(schemas)));
  });

  it.each(examples.map(({ kind, text }, at) => [`${kind} #${at}`, kind, text]))(
    '%s is what the schema says, and nothing is left out of it',
    (_name, kind, text) => {
      const schema = Object.entries(schemas).find(([name]) => name === kind)?.[1];
      const value: unknown = JSON.parse(text);
      // Parsing drops unknown fields, so an example with an invented field would not come back equal.
      expect(schema?.parse(value)).toEqual(value);
    },
  );
});
