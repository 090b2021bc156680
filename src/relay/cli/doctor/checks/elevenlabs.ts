import { counted, failure, failureOf, fine, skipped, unseen, warning, type Check } from '../check';
import { whyUnreachable } from '../../relay-address';

const timeoutMs = 10_000;

/** Unsigned, so it must be refused as such: that shows the way is open, and stores nothing. */
export const webhook: Check = async ({ config, relay }) => {
  if (config.elevenlabs.secrets.length === 0)
    return skipped('ELEVENLABS_WEBHOOK_SECRET is not set: no conversations of AI agents are taken.');
  if (!relay.health) return skipped('Not tried, because the relay could not be asked.');
  const url = `${relay.url}/webhook/elevenlabs`;
  const hint = `In ElevenLabs the webhook goes to https://<the public name of the relay>/webhook/elevenlabs; \`npm run relay -- send-test-webhook --url <that name>\` tries the way from outside.`;
  try {
    const { status } = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (status === 401) return fine(`${url} takes signed webhooks. ${hint}`);
    if (status === 503)
      return failure(
        'The relay that runs has no ELEVENLABS_WEBHOOK_SECRET, though it is set here.',
        'Restart the relay with it.',
      );
    if (status === 403)
      return fine(
        `${url} is open to elevenlabs.allowedAddresses only, and this machine is none of them. ${hint}`,
      );
    return failure(`${url} answered ${status} to a webhook without a signature.`, hint);
  } catch (error) {
    return failure(`${url} could not be reached: ${whyUnreachable(error)}.`, hint);
  }
};

const dialplan =
  "Send the call's id along: `b(elevenlabs-headers^s^1(${CHANNEL(linkedid)}))` in the Dial to ElevenLabs (FreePBX: the trunk's Asterisk Trunk Dial Options), and `[elevenlabs-headers]` with `exten => s,1,Set(PJSIP_HEADER(add,X-Call-ID)=${ARG1})` and `same => n,Return()`. docs/elevenlabs.md has all of it.";

/** Whether the dialplan's headers arrive: without them conversations are joined by number and time, or not at all. */
export const joined: Check = (situation) => {
  const { status } = situation.relay;
  if (!status) return unseen(situation);
  const { header, 'call-sid': callSid, probable, none } = status.conversations.joinedBy;
  const all = header + callSid + probable + none;
  if (all === 0) return skipped('No conversation of an AI agent on the phone is stored yet.');
  const what = `Of the last ${counted(all, 'conversation')} ${header} found their call by header, ${callSid} by call id, ${probable} probably (by number and time), ${none} not at all.`;
  if (probable + none === 0) return fine(what);
  return none === all ? failure(what, dialplan) : warning(what, dialplan);
};

export const reconcile: Check = (situation) => {
  const { status } = situation.relay;
  if (!status) return unseen(situation);
  const { enabled, lastPollAt, found, problem } = status.conversations.reconcile;
  if (!enabled)
    return skipped('ELEVENLABS_API_KEY is not set: a conversation whose webhook gets lost is not fetched.');
  if (problem !== null) return failureOf(problem, 'The relay goes on trying by itself.');
  if (lastPollAt === null) return skipped('The relay has just started and has not asked ElevenLabs yet.');
  if (found > 0)
    return warning(
      `${counted(found, 'conversation')} came by no webhook since the start and had to be fetched.`,
      'Switch retries on for the webhook in ElevenLabs, and look whether it was disabled there after failures.',
    );
  return fine(`Every conversation came by webhook; last looked at ${lastPollAt}.`);
};

export const initiation: Check = (situation) => {
  const { status } = situation.relay;
  if (!status) return unseen(situation);
  const { enabled, answered, known } = status.conversations.initiation;
  if (!enabled) return skipped('ELEVENLABS_INITIATION_SECRET is not set: AI agents are not told who calls.');
  if (answered === 0)
    return skipped(
      'No conversation asked who calls since the start. In ElevenLabs switch on "fetch conversation initiation data" for the agent.',
    );
  return fine(
    `${counted(answered, 'conversation')} asked who calls, ${known} got an answer with a known caller.`,
  );
};
