/** What a desktop that has signed in is answered, without a socket. */
import { errorSaid } from '../../shared/error-reasons';
import type { AppError } from '../../shared/errors';
import type { Agent } from '../../shared/protocol/agent';
import type { CallAction } from '../../shared/protocol/call-control';
import type { CallNoteMessage, ClientMessage } from '../../shared/protocol/messages';
import type { Result } from '../../shared/result';
import type { MessageBody } from './frames';

export interface AnswerDeps {
  dial(
    agent: Agent,
    extension: string | undefined,
    number: string,
  ): Promise<Result<{ callId: string }, AppError>>;
  /** Hangs up or picks up his own phone. */
  control(agent: Agent, callId: string, action: CallAction): Promise<Result<null, AppError>>;
  note(agent: Agent, message: CallNoteMessage): Promise<Result<null, AppError>>;
}

export const refusalOf = (
  re: string | null,
  error: Pick<AppError, 'code' | 'message'> & Partial<Pick<AppError, 'details'>>,
): MessageBody => ({ type: 'error', re, error: errorSaid(error) });

/** @returns null where nothing is to be said */
export const answerTo = async (
  agent: Agent,
  message: ClientMessage,
  deps: AnswerDeps,
): Promise<MessageBody | null> => {
  const settled = <T>(result: Result<T, AppError>, body: (value: T) => MessageBody): MessageBody =>
    result.ok ? body(result.value) : refusalOf('id' in message ? message.id : null, result.error);
  switch (message.type) {
    case 'ack':
      return null;
    case 'ping':
      return { type: 'pong', re: message.id };
    case 'dial': {
      const { id: re, extension, number } = message;
      return settled(await deps.dial(agent, extension, number), ({ callId }) => ({
        type: 'dialling',
        re,
        callId,
      }));
    }
    case 'call_control': {
      const { id: re, callId, action } = message;
      return settled(await deps.control(agent, callId, action), () => ({
        type: 'call_controlled',
        re,
        callId,
      }));
    }
    case 'call_note': {
      const { id: re, callId } = message;
      return settled(await deps.note(agent, message), () => ({ type: 'noted', re, callId }));
    }
    case 'register_agent':
      return refusalOf(null, {
        code: 'bad_request',
        message: 'This socket is registered already; open another.',
      });
  }
};
