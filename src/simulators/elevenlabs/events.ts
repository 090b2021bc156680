/** The webhooks' bodies as ElevenLabs documents them (and sends more than it documents). */
export interface SimulatedConversation {
  conversationId: string;
  /** Unix seconds. */
  startedAt: number;
  durationSeconds?: number;
  direction?: 'inbound' | 'outbound';
  /** E.164. */
  customer?: string;
  agentNumber?: string;
  /** Headers that the dialplan put on the INVITE, e.g. `X-Call-ID`. */
  headers?: Readonly<Record<string, string>>;
  /** `phone_call.call_id`: the SIP Call-ID. */
  sipCallId?: string;
  summary?: string | null;
  success?: 'success' | 'failure' | 'unknown';
  lines?: readonly (readonly [role: 'agent' | 'user', text: string, atSeconds: number])[];
  evaluation?: Readonly<Record<string, 'success' | 'failure' | 'unknown'>>;
  collected?: Readonly<Record<string, string | number | boolean | null>>;
  /** A chat on a web page has no phone call. */
  withoutPhone?: boolean;
}

export interface WebhookEvent {
  type: string;
  event_timestamp: number;
  data: Record<string, unknown>;
}

const agentId = 'agent_7101k5zvyjhmfg983brhmhkd98n6';

const demoLines = [
  ['agent', 'Hello, this is Nora of Nordwind. How can I help?', 0],
  ['user', 'My delivery 4711 has not come.', 4],
  ['agent', 'I am sorry. I will put you through to a colleague.', 9],
] as const;

/** `X-Foo-Bar` becomes the dynamic variable `sip_foo_bar`; two names are reserved for the system. */
const variableOf = (header: string): string =>
  `sip_${header.toLowerCase().replace(/^x-/, '').replaceAll('-', '_')}`;

export const transcription = (it: SimulatedConversation, eventAt?: number): WebhookEvent => {
  const { conversationId, startedAt, durationSeconds = 42, headers = {}, lines = demoLines } = it;
  const reserved = ['x-call-id', 'x-caller-id'];
  const passed = Object.entries(headers).filter(([name]) => !reserved.includes(name.toLowerCase()));
  const sipVariables = Object.fromEntries(passed.map(([name, value]) => [variableOf(name), value]));
  const callSid = Object.entries(headers).find(([name]) => name.toLowerCase() === 'x-call-id')?.[1];
  return {
    type: 'post_call_transcription',
    event_timestamp: eventAt ?? startedAt + durationSeconds + 2,
    data: {
      agent_id: agentId,
      agent_name: 'Nora',
      conversation_id: conversationId,
      status: 'done',
      user_id: null,
      has_audio: true,
      transcript: lines.map(([role, message, atSeconds]) => ({
        role,
        message,
        time_in_call_secs: atSeconds,
        tool_calls: [],
        tool_results: [],
        feedback: null,
        conversation_turn_metrics: null,
        interrupted: false,
      })),
      metadata: {
        start_time_unix_secs: startedAt,
        call_duration_secs: durationSeconds,
        cost: 296,
        deletion_settings: { deletion_time_unix_secs: null, delete_audio: false },
        feedback: { overall_score: null, likes: 0, dislikes: 0 },
        authorization_method: 'public',
        termination_reason: 'end_call tool was called.',
        main_language: 'en',
        conversation_initiation_source: it.withoutPhone ? 'widget' : 'sip_trunk',
        phone_call: it.withoutPhone
          ? null
          : {
              type: 'sip_trunking',
              direction: it.direction ?? 'inbound',
              phone_number_id: 'phnum_01',
              agent_number: it.agentNumber ?? '+4930555001',
              external_number: it.customer ?? '+491711234567',
              call_sid: callSid ?? `SCL_${conversationId}`,
              ...(it.sipCallId !== undefined && { call_id: it.sipCallId }),
              ...(passed.length > 0 && { sip_header_dynamic_variables: sipVariables }),
            },
      },
      analysis: {
        evaluation_criteria_results: Object.fromEntries(
          Object.entries(it.evaluation ?? {}).map(([name, result]) => [
            name,
            { criteria_id: name, result, rationale: `Because of what was said about ${name}.` },
          ]),
        ),
        data_collection_results: Object.fromEntries(
          Object.entries(it.collected ?? {}).map(([name, value]) => [
            name,
            {
              data_collection_id: name,
              value,
              rationale: 'The customer said so.',
              json_schema: { type: 'string' },
            },
          ]),
        ),
        call_successful: it.success ?? 'success',
        transcript_summary:
          it.summary === undefined
            ? 'The customer misses delivery 4711 and wants to talk to somebody.'
            : it.summary,
      },
      conversation_initiation_client_data: {
        conversation_config_override: {},
        custom_llm_extra_body: {},
        dynamic_variables: {
          system__agent_id: agentId,
          system__conversation_id: conversationId,
          system__call_duration_secs: durationSeconds,
          ...(!it.withoutPhone && {
            system__caller_id: it.customer ?? '+491711234567',
            ...(callSid !== undefined && { system__call_sid: callSid }),
          }),
          ...sipVariables,
        },
      },
    },
  };
};

export const audio = (conversationId: string, mp3: Uint8Array, eventAt: number): WebhookEvent => ({
  type: 'post_call_audio',
  event_timestamp: eventAt,
  data: {
    agent_id: agentId,
    conversation_id: conversationId,
    full_audio: Buffer.from(mp3).toString('base64'),
  },
});

export const initiationFailure = (
  conversationId: string,
  {
    to,
    reason,
    callSid,
    eventAt,
  }: { to: string; reason: 'busy' | 'no-answer' | 'unknown'; callSid: string; eventAt: number },
): WebhookEvent => ({
  type: 'call_initiation_failure',
  event_timestamp: eventAt,
  data: {
    agent_id: agentId,
    conversation_id: conversationId,
    failure_reason: reason,
    metadata: {
      type: 'sip',
      body: {
        from_number: '+4930555001',
        to_number: to,
        sip_status_code: reason === 'busy' ? 486 : 480,
        error_reason: reason === 'busy' ? 'Busy Here' : 'Temporarily Unavailable',
        call_sid: callSid,
      },
    },
  },
});
