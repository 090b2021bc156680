/** A failure in the agent's language: by its reason, with the values of it; else by its code; else as it was said. */
import { errorReasons, type ErrorReason, type ErrorSaid, type Trouble } from '../../shared/error-reasons';
import { errorCodes, type ErrorCode } from '../../shared/errors';
import type { Bridge, CallChannel, Input, Output, Reply } from '../../shared/ipc/contract';
import type { T } from '../i18n';

const isCode = (code: string): code is ErrorCode => Object.hasOwn(errorCodes, code);
const isReason = (reason: unknown): reason is ErrorReason =>
  typeof reason === 'string' && Object.hasOwn(errorReasons, reason);

/** @param language of the window; in English the sentence as it was made says more than its code does */
export const errorSentence = ({ code, message, details }: ErrorSaid, t: T, language: string): string => {
  const reason = details?.reason;
  if (isReason(reason) && errorReasons[reason].every((name) => details?.[name] !== undefined))
    return t(`reason.${reason}`, { most: '', host: '', extension: '', seconds: '', ...details });
  if (!isCode(code) || (language.startsWith('en') && message !== '')) return message;
  return t(`error.${code}`);
};

/** What a state says is wrong, likewise; null while all is well. */
export const troubleSentence = ({ problem, because }: Trouble, t: T, language: string): string | null => {
  if (problem === null) return null;
  const said = { code: String(because?.code ?? ''), message: problem };
  return errorSentence(because ? { ...said, details: because } : said, t, language);
};

/** The same bridge, whose failures speak the agent's language. */
export const inWords = (bridge: Bridge, t: T, language: () => string): Bridge => ({
  platform: bridge.platform,
  on: (channel, listener) => bridge.on(channel, listener),
  invoke: async <C extends CallChannel>(channel: C, input: Input<C>): Promise<Reply<Output<C>>> => {
    const reply = await bridge.invoke(channel, input);
    if (reply.ok) return reply;
    return { ok: false, error: { ...reply.error, message: errorSentence(reply.error, t, language()) } };
  },
});
