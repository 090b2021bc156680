/**
 * What links and the hotkey ask for, one at a time: dial a number, or sign this desktop in. A page can open links by itself, so the
 * agent is asked as his rule says, a second number within seconds always, and no relay is trusted that he has not seen the name of.
 */
import { checkDial } from '../../shared/app-links/dial-check';
import { readDialLink, type DialWish } from '../../shared/app-links/dial-link';
import { isEnrolLink, readEnrolLink, type EnrolWish } from '../../shared/app-links/enrol-link';
import { numberIn } from '../../shared/app-links/number-in';
import type { AppRequest } from '../../shared/app-links/state';
import type { Clock } from '../../shared/clock';
import type { CompanionHandlers } from '../../shared/companion/types';
import { because, errorSaid, type ErrorSaid } from '../../shared/error-reasons';
import { AppError } from '../../shared/errors';
import type { CompanionState } from '../../shared/ipc/state';
import type { CountryCode } from '../../shared/phone/parse';
import type { Result } from '../../shared/result';

/** A double click opens a link twice. */
const twiceMs = 2_000;
/** Within this a second number is always asked about. */
const oftenMs = 10_000;
/** How long "your phone rings first" stays. */
const doneMs = 6_000;

export interface RequestDeps {
  state(): CompanionState;
  country(): CountryCode | null;
  dial: CompanionHandlers['call:dial'];
  connect: CompanionHandlers['setup:connect'];
  /** What is to be seen from now on. */
  render(request: AppRequest | null): void;
  /** Brings the window to the front: there is something to decide or to know. */
  raise(): void;
  newId(): string;
  clock: Clock;
}

export type Requests = ReturnType<typeof createRequests>;

export const createRequests = (deps: RequestDeps) => {
  const { clock } = deps;
  /** The one that is shown, and what happens when it is accepted. */
  let current: { request: AppRequest; run: () => Promise<void> } | null = null;
  /** Until the relay has said whose country this is, or can not be reached. */
  let waiting: Result<DialWish, AppError> | null = null;
  let last: { number: string; at: number } | null = null;
  let cancelTimer = (): void => {};

  const show = (next: typeof current, raises: boolean): void => {
    cancelTimer();
    current = next;
    deps.render(next?.request ?? null);
    if (raises) deps.raise();
  };
  const saidOf = (error: unknown): ErrorSaid =>
    errorSaid(
      error instanceof AppError
        ? error
        : { code: 'internal', message: 'Something went wrong here. It is in the log; please try again.' },
    );

  const refuse = (problem: ErrorSaid): void => {
    const request: AppRequest = { kind: 'unusable', id: deps.newId(), phase: 'failed', problem };
    show({ request, run: () => Promise.resolve() }, true);
  };

  /** Runs what was accepted; a newer request takes its place on the screen, and then its end is not shown. */
  const run = async (
    request: Exclude<AppRequest, { kind: 'unusable' }>,
    act: () => unknown,
  ): Promise<void> => {
    const again = (): Promise<void> => run(request, act);
    const isShown = (): boolean => current?.request.id === request.id;
    show({ request: { ...request, phase: 'running', problem: null }, run: again }, false);
    try {
      await act();
      if (!isShown()) return;
      if (request.kind === 'enrol') {
        // The window goes on with the next step by itself.
        show(null, false);
        return;
      }
      show({ request: { ...request, phase: 'done', problem: null }, run: again }, false);
      cancelTimer = clock.after(doneMs, () => show(null, false));
    } catch (error) {
      if (isShown())
        show({ request: { ...request, phase: 'failed', problem: saidOf(error) }, run: again }, true);
    }
  };

  const wishDial = (read: Result<DialWish, AppError>): void => {
    const { stage, agent, settings, links } = deps.state();
    if (stage === 'ready' && agent === null && links.relay.state === 'connecting') {
      waiting = read;
      deps.raise();
      return;
    }
    waiting = null;
    if (!read.ok) {
      refuse(saidOf(read.error));
      return;
    }
    if (stage !== 'ready') {
      const message = 'Sign in first, then this number can be called.';
      refuse({ code: 'unauthorized', message, details: because('sign-in-first') });
      return;
    }
    if (agent?.extensions.length === 0) {
      const message = 'You have no extension, so no phone of yours can ring. Ask your IT for one.';
      refuse({ code: 'forbidden', message, details: because('no-extension') });
      return;
    }
    const { number, display, region, why } = checkDial(
      read.value.number,
      settings.dialConfirm,
      deps.country(),
    );
    const sinceMs = last === null ? Infinity : clock.elapsed() - last.at;
    if (number === last?.number && sinceMs < twiceMs) return;
    last = { number, at: clock.elapsed() };
    const asksFor = why ?? (sinceMs < oftenMs ? 'often' : null);
    const request = {
      kind: 'dial',
      id: deps.newId(),
      phase: 'asks',
      problem: null,
      display,
      region,
      extension: read.value.extension,
      why: asksFor,
    } satisfies AppRequest;
    const act = () => deps.dial({ number });
    if (asksFor === null) void run(request, act);
    else show({ request, run: () => run(request, act) }, true);
  };

  const wishEnrol = ({ relayUrl, code }: EnrolWish): void => {
    const { managed, relayUrl: known, stage, agent } = deps.state();
    const isLocked = managed.locked.includes('relayUrls');
    if (isLocked && relayUrl !== known) {
      const message = 'Your IT has set another relay for this computer, so this sign-in link is not used.';
      refuse({ code: 'forbidden', message, details: because('enrol-locked') });
      return;
    }
    const request = {
      kind: 'enrol',
      id: deps.newId(),
      phase: 'asks',
      problem: null,
      relayUrl,
      leaves: stage === 'ready' ? (agent?.name ?? known) : null,
    } satisfies AppRequest;
    const act = () => deps.connect({ relayUrl, secret: { kind: 'code', code } });
    // The relay that IT has set is no stranger; unless he is signed in there, there is nothing to ask.
    if (isLocked && stage !== 'ready') {
      void run(request, act);
      deps.raise();
    } else show({ request, run: () => run(request, act) }, true);
  };

  return {
    /** A link that the system, a browser or another program has opened. */
    open: (link: string): void => {
      if (!isEnrolLink(link)) {
        wishDial(readDialLink(link));
        return;
      }
      const read = readEnrolLink(link);
      if (read.ok) wishEnrol(read.value);
      else refuse(saidOf(read.error));
    },
    /** The state has changed. */
    follow: (): void => {
      if (waiting !== null && deps.state().links.relay.state !== 'connecting') wishDial(waiting);
    },
    /** The hotkey: what is selected, else what is in the clipboard. */
    openText: (texts: readonly string[]): void => {
      const found = texts.filter((text) => text.trim() !== '').map((text) => numberIn(text, deps.country()));
      wishDial(found.find(({ ok }) => ok) ?? found[0] ?? numberIn('', deps.country()));
    },
    answer: ({ id, accept }: { id: string; accept: boolean }): undefined => {
      const asked = current;
      if (asked?.request.id !== id || asked.request.phase === 'running') return undefined;
      if (accept && asked.request.kind !== 'unusable') void asked.run();
      else show(null, false);
      return undefined;
    },
    stop: (): void => cancelTimer(),
  };
};
