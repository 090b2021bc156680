/** What a desktop asks of the relay and waits for. */
import { AppError } from '../errors';
import type { CallAction } from '../protocol/call-control';
import type { ClientMessage, ServerMessage } from '../protocol/messages';
import { ok, type Result } from '../result';
import type { NoteMessage } from './notes/outbox';
import { sessionTimings } from './relay-session-words';

/** What the relay answers to a question of ours, by the question's id. */
export type RelayAnswer = Extract<ServerMessage, { type: 'dialling' | 'noted' | 'call_controlled' }>;

/** @param unanswered what is said where no answer came */
export type AskRelay = (
  message: Extract<ClientMessage, { type: 'dial' | 'call_note' | 'call_control' }>,
  timeoutMs: number,
  unanswered: { offline: string; late: AppError },
) => Promise<Result<RelayAnswer, AppError>>;

export interface RelayAsks {
  dial(number: string): Promise<Result<{ callId: string }, AppError>>;
  /** Picks up or hangs up the agent's own phone. @returns once the PBX has done it */
  control(callId: string, action: CallAction): Promise<Result<null, AppError>>;
  /** Tells what the agent wrote about a call. @returns once the relay keeps it */
  note(note: NoteMessage): Promise<Result<null, AppError>>;
}

export const isAnswer = (message: ServerMessage): message is RelayAnswer =>
  message.type === 'dialling' || message.type === 'noted' || message.type === 'call_controlled';

export const createRelayAsks = (ask: AskRelay, newId: () => string): RelayAsks => ({
  dial: async (number) => {
    const answer = await ask({ type: 'dial', id: newId(), number }, sessionTimings.dialMs, {
      offline: 'Not connected to the relay, so nothing can be dialled now.',
      late: new AppError('pbx_timeout', 'The phone system did not answer in time. Try again.'),
    });
    return answer.ok ? ok({ callId: answer.value.callId }) : answer;
  },
  control: async (callId, action) => {
    const message = { type: 'call_control', id: newId(), callId, action } as const;
    const answer = await ask(message, sessionTimings.dialMs, {
      offline: 'Not connected to the relay. Use your phone.',
      late: new AppError('pbx_timeout', 'The phone system did not answer in time. Use your phone.'),
    });
    return answer.ok ? ok(null) : answer;
  },
  note: async (note) => {
    const answer = await ask({ type: 'call_note', id: newId(), ...note }, sessionTimings.noteMs, {
      offline: 'Not connected to the relay.',
      late: new AppError('unavailable', 'The relay did not answer in time.', { retryable: true }),
    });
    return answer.ok ? ok(null) : answer;
  },
});
