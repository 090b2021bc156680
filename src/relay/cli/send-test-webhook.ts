/** Tries the ElevenLabs webhook out: signs one as ElevenLabs does and sends it to a relay that runs. */
import { randomUUID } from 'node:crypto';
import { AppError } from '../../shared/errors';
import type { Clock } from '../../shared/clock';
import { signBody } from '../ai/signature';
import { loadConfig } from '../config/load';
import { readArguments, type Command } from './command';
import { relayUrl, whyUnreachable } from './relay-address';

const help = `npm run relay -- send-test-webhook [--call <id>] [--url <address>] [--config <path>]

Sends a signed test webhook to a relay that runs, as ElevenLabs would after a conversation, and says what came back.
Without --call it is a chat without a phone call: it is stored, and nothing else is made of it.

  --call <id>   join it to this call, e.g. pbx:1795421135.0. Its agent is told, and SuiteCRM gets a test conversation
  --url         where to (default: this machine, by HOST and PORT); the public address tries your proxy out, too
  --config      a config.json (default: CONFIG, else ./config.json where there is one)

It signs with the first secret of ELEVENLABS_WEBHOOK_SECRET.

Exit codes: 0 the relay took it, 1 the arguments or the settings are wrong, 2 the relay refused it or could not be reached.`;

const options = {
  call: { type: 'string' },
  url: { type: 'string' },
  config: { type: 'string' },
} as const;

const timeoutMs = 15_000;

/** @param relay a bare address of a relay, or the webhook's own */
const webhookUrl = (relay: URL): string => {
  const url = new URL(relay);
  if (url.pathname === '/') url.pathname = '/webhook/elevenlabs';
  return url.href;
};

const testBody = (conversationId: string, callId: string | undefined, nowMs: number): string => {
  const now = Math.floor(nowMs / 1_000);
  return JSON.stringify({
    type: 'post_call_transcription',
    event_timestamp: now,
    data: {
      agent_id: 'agent_test',
      agent_name: 'Test',
      conversation_id: conversationId,
      status: 'done',
      transcript: [
        { role: 'agent', message: 'This is a test webhook.', time_in_call_secs: 0 },
        { role: 'user', message: 'Then I am a test customer. 👋', time_in_call_secs: 2 },
      ],
      // No start: a call of any day can be named.
      metadata: { call_duration_secs: 5, termination_reason: 'Test', phone_call: null },
      analysis: { call_successful: 'success', transcript_summary: 'A test conversation, sent by hand.' },
      conversation_initiation_client_data: {
        dynamic_variables: callId === undefined ? {} : { system__call_sid: callId },
      },
    },
  });
};

const advice: Record<number, string> = {
  401: 'The relay has another secret than this command, a proxy changed the body, or the clocks differ; its log says which.',
  403: 'The relay lets other addresses in only: elevenlabs.allowedAddresses in config.json.',
  404: 'Nothing takes webhooks there. Is it the right address, and does the proxy let /webhook/elevenlabs through?',
  413: 'A proxy between allows less than a test webhook has.',
  503: 'The relay that runs has no secret: set ELEVENLABS_WEBHOOK_SECRET where it runs, and restart it.',
};

export const createSendTestWebhookCommand = (clock: Clock): Command => ({
  name: 'send-test-webhook',
  summary: 'send a signed ElevenLabs webhook to a relay that runs',
  help,
  run: async (args, terminal) => {
    const { values } = readArguments(args, { options, help, allowPositionals: false });
    const { config } = loadConfig({
      env: terminal.env,
      cwd: terminal.cwd,
      configPath: values.config ?? null,
      needsPbx: false,
    });
    const [secret] = config.elevenlabs.secrets;
    if (secret === undefined)
      throw new AppError(
        'config',
        'ELEVENLABS_WEBHOOK_SECRET is not set. ElevenLabs shows the secret once, when you make the webhook.',
      );
    const url = webhookUrl(relayUrl(values.url, config));
    const conversationId = `test_${randomUUID()}`;
    const body = testBody(conversationId, values.call, clock.now());
    const send = (): Promise<Response> =>
      fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'elevenlabs-signature': signBody(body, secret, clock.now()),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });

    const answer = await send().catch((error: unknown) => {
      terminal.print(`${url} could not be reached: ${whyUnreachable(error)}`);
      return null;
    });
    if (!answer) return 2;
    terminal.print(`${url} answered ${answer.status}.`);
    if (answer.status !== 200) {
      const said = advice[answer.status];
      if (said !== undefined) terminal.print(said);
      return 2;
    }
    terminal.print(`The webhook of conversation ${conversationId} is on the relay's disk.`);
    if (values.call !== undefined)
      terminal.print(
        `GET /api/calls/${values.call} shows it under "ai" at once where the relay has this call; else it becomes ai:${conversationId} after a while.`,
      );
    return 0;
  },
});
