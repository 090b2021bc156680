/**
 * What an agent has done to his own phone by the manager interface: `Hangup` of his channel, and `PJSIPNotify` with `Event: talk`,
 * on which phones that know it pick up. Channels are named by their Uniqueid, which Asterisk takes like a name: names begin
 * anew after a restart, and another call must never be hung up.
 */
import type { Clock } from '../../shared/clock';
import type { PhoneChannel } from '../../shared/call/tracker-own';
import { because } from '../../shared/error-reasons';
import { AppError } from '../../shared/errors';
import type { CallAction, CallControl } from '../../shared/protocol/call-control';
import { err, ok, type Result } from '../../shared/result';
import type { ControlPlane } from './control-plane';
import type { PbxOptions } from './options';

/** Q.850 21, call rejected: what a phone's own "decline" says. */
const DECLINED = '21';
const NORMAL = '16';
/** Asterisk's word where the channel is gone: it has ended by itself meanwhile. */
const GONE = /no such channel/i;
/** PJSIPNotify's word where the phone has the INVITE and has not yet said that it rings. */
const NOT_YET = /channel not found/i;
/** A phone that has to be woken first takes as long. */
const notYetMs = 4_000;
const againMs = 250;
/** Asterisk would take `/.../` for a pattern of many channels. */
const uniqueIdShape = /^[\w.-]{1,150}$/;

/**
 * What is to be hung up: what he talks on; where he only consults, that and not the customer whom he holds; else what rings.
 */
export const toHangUp = (channels: readonly PhoneChannel[]): PhoneChannel[] => {
  const taken = channels.filter(({ rings }) => !rings);
  if (taken.length === 0) return [...channels];
  const active = taken.filter(({ holds }) => !holds);
  return active.length > 0 ? active : taken;
};

const nothingThere = (action: CallAction): AppError =>
  action === 'answer'
    ? new AppError('not_found', 'Your phone does not ring for this call any more.', {
        details: because('ring-gone'),
      })
    : new AppError('not_found', 'This call is not on your phone any more.', {
        details: because('call-gone'),
      });

const impossible = (action: CallAction): AppError =>
  action === 'answer'
    ? new AppError('unavailable', 'This phone system can not pick up for you. Use your phone.', {
        details: because('answer-off'),
      })
    : new AppError('unavailable', 'This phone system does not let the relay hang up. Use your phone.', {
        details: because('hang-up-off'),
      });

export const createCallControl = (
  { answerBy }: Pick<PbxOptions, 'answerBy'>,
  {
    control,
    channelsOf,
    onChange,
    clock,
  }: {
    control: Pick<ControlPlane, 'action' | 'commands'>;
    /** Those of a call that are these phones'. */
    channelsOf: (callId: string, extensions: readonly string[]) => PhoneChannel[];
    /** What can be done is known, or is another by now. */
    onChange: () => void;
    clock: Pick<Clock, 'elapsed' | 'after'>;
  },
) => {
  let can: CallControl = { hangUp: false, answer: false };
  /** By action and channel: who asks twice gets one answer, and the PBX is asked once. */
  const running = new Map<string, Promise<Result<string, AppError>>>();

  const once = (
    key: string,
    act: () => Promise<Result<string, AppError>>,
  ): Promise<Result<string, AppError>> => {
    const known = running.get(key);
    if (known) return known;
    const started = act().finally(() => running.delete(key));
    running.set(key, started);
    return started;
  };

  const hangUp = ({ uniqueId, rings }: PhoneChannel): Promise<Result<string, AppError>> =>
    once(`hang_up ${uniqueId}`, async () => {
      const cause = rings ? DECLINED : NORMAL;
      const answer = await control.action({ action: 'Hangup', channel: uniqueId, cause });
      const isOver = !answer.ok && answer.error.code === 'pbx_refused' && GONE.test(answer.error.message);
      return isOver ? ok('It had ended already.') : answer;
    });

  const pickUp = ({ uniqueId }: PhoneChannel, stillRings: () => boolean): Promise<Result<string, AppError>> =>
    once(`answer ${uniqueId}`, async () => {
      const untilMs = clock.elapsed() + notYetMs;
      for (;;) {
        const answer = await control.action({
          action: 'PJSIPNotify',
          channel: uniqueId,
          variable: 'Event=talk',
        });
        if (answer.ok || !NOT_YET.test(answer.error.message) || clock.elapsed() >= untilMs) return answer;
        await new Promise<void>((resolve) => void clock.after(againMs, resolve));
        if (!stillRings()) return err(nothingThere('answer'));
      }
    });

  const act = async (
    callId: string,
    extensions: readonly string[],
    action: CallAction,
  ): Promise<Result<null, AppError>> => {
    if (!(action === 'answer' ? can.answer : can.hangUp)) return err(impossible(action));
    const phones = () =>
      channelsOf(callId, extensions).filter(({ uniqueId }) => uniqueIdShape.test(uniqueId));
    const ringing = () => phones().filter(({ rings }) => rings);
    const wanted = action === 'answer' ? ringing().slice(0, 1) : toHangUp(phones());
    if (wanted.length === 0) return err(nothingThere(action));
    const answers = await Promise.all(
      wanted.map((phone) =>
        action === 'answer'
          ? pickUp(phone, () => ringing().some(({ uniqueId }) => uniqueId === phone.uniqueId))
          : hangUp(phone),
      ),
    );
    return answers.find((answer) => !answer.ok) ?? ok(null);
  };

  return {
    /** For the agents of this PBX; nothing, before Asterisk has said what its manager user may do. */
    can: (): CallControl => can,
    /** To be called at each login of the control plane. */
    learn: async (): Promise<void> => {
      const commands = await control.commands();
      if (commands === null) return;
      const next = {
        hangUp: commands.has('hangup'),
        answer: answerBy === 'talk-event' && commands.has('pjsipnotify'),
      };
      if (next.hangUp === can.hangUp && next.answer === can.answer) return;
      can = next;
      onChange();
    },
    /**
     * @param extensions the agent's own, and nobody else's
     * @returns once the PBX has done it; `unavailable` where it can not, `not_found` where he has no part in the call any more,
     *   or an error of the control plane
     */
    act,
  };
};
export type PbxCallControl = ReturnType<typeof createCallControl>;
