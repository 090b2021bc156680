/**
 * One PBX: bytes -> events -> tracker -> changes, and a hand to dial with. The thin shell around the tracker: it owns the
 * socket, the clock and the list of calls, and decides nothing about calls itself.
 */
import { callId } from '../../shared/call/call';
import type { CallChange } from '../../shared/call/change';
import type { ChannelInfo, PbxEvent } from '../../shared/call/pbx-event';
import {
  adopt,
  amend,
  callsOf,
  createTrackerState,
  findCall,
  isQuiet,
  forget,
  forgetCalls,
  liveCalls,
  track,
  type Belonging,
} from '../../shared/call/tracker';
import { phoneChannels } from '../../shared/call/tracker-own';
import { because } from '../../shared/error-reasons';
import { AppError } from '../../shared/errors';
import { createSteadyClock, type Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';
import type { PbxStatus } from '../../shared/protocol/messages';
import { err, ok } from '../../shared/result';
import type { AmiEvent } from './ami-event';
import type { AmiSession, ListAnswer } from './ami-session';
import { createCallControl } from './call-control';
import { createControlPlane } from './control-plane';
import { createDialler } from './dial';
import { createEventStream } from './event-stream';
import { lastKnownAt } from './last-known';
import type { PbxOptions } from './options';
import type { PbxLink } from './port';
import { handOverNames, snapshotEvent, translate, wantedEvents } from './translate';

export { pbxDefaults, type PbxOptions } from './options';

/** How long an ended call stays in memory, for events and questions that come late. */
const keepEndedMs = 60_000;
/** A sweep must not wait for ever on a PBX that does not finish its list. */
const sweepTimeoutMs = 10_000;

export interface PbxLinkDeps {
  clock: Clock;
  random: () => number;
  log: Logger;
  /** Bytes came; what they cause is told before the next ones are read. */
  onRead?: () => void;
  /** Sees every event with what it changed, before anybody is told; for those who ask why. Must be quick. */
  inspect?: (source: AmiEvent, changes: readonly CallChange[], calls: readonly Belonging[]) => void;
}

export const createPbxLink = (
  options: PbxOptions,
  { clock: wallClock, random, log: parentLog, onRead, inspect }: PbxLinkDeps,
): PbxLink => {
  const clock = createSteadyClock(wallClock);
  const log = parentLog.child({ pbx: options.id });
  const deps = { clock, random, log };
  const state = createTrackerState({
    pbxId: options.id,
    defaultCountry: options.defaultCountry,
    linePrefix: options.dialPrefix,
    ...(options.rewrite ? { rewrite: options.rewrite } : {}),
    ...(options.extensionPattern ? { extensionPattern: options.extensionPattern } : {}),
    ...(options.trunkContexts ? { trunkContexts: options.trunkContexts } : {}),
    ...(options.assistantTrunks ? { assistantTrunks: options.assistantTrunks } : {}),
    ...(options.handOverTrunks ? { handOverTrunks: options.handOverTrunks } : {}),
  });
  const changeListeners: ((change: CallChange) => void)[] = [];
  const statusListeners: ((status: PbxStatus) => void)[] = [];
  let everUp = false;
  /** When the link went down; null once the state was read again. */
  let lostAt: number | null = null;

  const tell = (changes: readonly CallChange[]): void => {
    for (const change of changes) {
      const { id: callId, direction, state: now, outcome } = change.call;
      if (change.previous === null) log.debug('The PBX tells of a call.', { callId, direction });
      if (now === 'ended' && change.previous?.state !== 'ended')
        log.debug('The PBX tells that a call is over.', { callId, outcome });
      for (const listener of changeListeners) {
        try {
          listener(change);
        } catch (error) {
          // One listener's mistake must not cost the others their call.
          log.error('A listener failed on a change of a call.', { callId, error });
        }
      }
    }
  };
  /** Whoever calls next has the wall's time, as soon as nobody is on the line whom it would bend. */
  const keepTime = (): void => {
    if (clock.isOff() && isQuiet(state)) clock.adjust();
  };
  const digest = (event: PbxEvent, source: AmiEvent): void => {
    const { changes } = track(state, event);
    inspect?.(source, changes, callsOf(state, event));
    tell(changes);
  };

  const onEvent = (event: AmiEvent): void => {
    dialler.observe(event);
    const translated = translate(event);
    if (!translated) return;
    digest(translated, event);
    if (translated.kind === 'recording-started') {
      nameRecording(translated.channel).catch((error: unknown) =>
        log.warn('A recording could not be asked for its file.', { error }),
      );
    }
  };

  /** The event that a recording began does not name its file; the channel knows. */
  const nameRecording = async ({ name, uniqueId }: ChannelInfo): Promise<void> => {
    const file = await control.variable(name, 'MIXMONITOR_FILENAME');
    if (file === null) return;
    const at = clock.now();
    const source = { name: 'Getvar', at, fields: { Channel: name, Uniqueid: uniqueId } };
    digest({ kind: 'recording-named', at, uniqueId, file }, source);
  };

  /**
   * Reads the live channels again. `Status` first, because only it knows the number dialled; `CoreShowChannels` for a user
   * who may do only that. It runs on the event plane, so it stands in order with the events.
   */
  const resync = (session: AmiSession, done: (complete: boolean) => void = () => {}): void => {
    const requestedAt = clock.now();
    const from = lostAt;
    const take = (answer: ListAnswer): boolean => {
      if (!answer.ok) return false;
      const at = clock.now();
      const list = { name: 'ChannelList', at, fields: {} };
      digest(snapshotEvent(answer.events, { requestedAt, at, lostAt: from }), list);
      lostAt = null;
      stream.setShortcoming(null);
      done(true);
      return true;
    };
    const byStatus = (status: ListAnswer): void => {
      if (take(status)) return;
      session.list('CoreShowChannels', (channels) => {
        if (take(channels)) return;
        stream.setShortcoming({
          problem:
            `The manager user "${options.username}" may not list the calls that run (${channels.ok ? '' : channels.message}), so calls from before a break may end late. ` +
            'Give it "write = call,reporting" in manager.conf.',
          because: because('pbx-lists-nothing'),
        });
        done(false);
      });
    };
    session.list('Status', byStatus, { Variables: handOverNames.variable });
  };

  const stream = createEventStream(
    { ...options, wanted: wantedEvents },
    {
      // Before what came has its time.
      onRead: () => {
        keepTime();
        onRead?.();
      },
      onEvent,
      onUp: (session) => resync(session),
      onStatus: ({ state: now }) => {
        if (now === 'connected') everUp = true;
        else if (everUp) lostAt ??= clock.now();
        tellStatus();
      },
    },
    deps,
  );
  const status = (): PbxStatus => ({ ...stream.status(), can: callControl.can() });
  const tellStatus = (): void => {
    for (const listener of statusListeners) listener(status());
  };
  const learn = (): void =>
    void callControl
      .learn()
      .catch((error: unknown) => log.warn('What the manager user may do could not be asked.', { error }));
  const control = createControlPlane(
    { ...options, ...options.control, pingIntervalMs: 30_000 },
    { ...deps, onReady: learn },
  );
  const callControl = createCallControl(options, {
    control,
    channelsOf: (id, extensions) => phoneChannels(state, id, extensions),
    onChange: tellStatus,
    clock,
  });
  const dialler = createDialler(options, control, deps);

  /** Nobody waits eight seconds to hear what is known. */
  const down = (): AppError | null => {
    const { state: link, problem } = stream.status();
    if (link !== 'down') return null;
    const message = `The PBX can not be commanded just now. ${problem ?? ''}`.trim();
    return new AppError('pbx_unavailable', message, { retryable: true });
  };

  return {
    id: options.id,
    start: () => {
      stream.start();
      control.start();
    },
    stop: () => {
      stream.stop();
      control.stop();
      return Promise.resolve();
    },
    status,
    stats: stream.stats,
    activeCalls: () => liveCalls(state),
    call: (id) => findCall(state, id),
    dial: async (extension, number) => {
      const isDown = down();
      if (isDown) return err(isDown);
      const result = await dialler.dial(extension, number);
      return result.ok ? ok({ callId: callId(options.id, result.value) }) : result;
    },
    control: async (id, extensions, action) => {
      const isDown = down();
      return isDown ? err(isDown) : callControl.act(id, extensions, action);
    },
    onChange: (listener) => void changeListeners.push(listener),
    onStatus: (listener) => void statusListeners.push(listener),
    adopt: (calls, seenAt) => {
      adopt(state, calls);
      if (calls.length > 0) lostAt = Math.min(clock.now(), Math.max(seenAt ?? 0, ...calls.map(lastKnownAt)));
    },
    amend: (id, extras) => {
      const at = clock.now();
      const { changes } = amend(state, id, extras, at);
      inspect?.({ name: 'Relay', at, fields: {} }, changes, []);
      tell(changes);
      return findCall(state, id);
    },
    forget: (ids) => void forgetCalls(state, ids),
    sweep: async () => {
      const session = stream.session();
      if (session) {
        await new Promise<void>((resolve) => {
          const cancel = clock.after(sweepTimeoutMs, resolve);
          resync(session, () => {
            cancel();
            resolve();
          });
        });
      }
      forget(state, clock.now() - keepEndedMs);
      keepTime();
    },
  };
};
