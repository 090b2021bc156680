/** How long a relay session waits, and what it says when it is lost. Milliseconds. */
import { because, type Trouble } from '../error-reasons';
import { closeCodes } from '../protocol/close-codes';

export const sessionTimings = {
  /** From opening the socket to `registered`. */
  registerMs: 10_000,
  silentMs: 20_000,
  answerMs: 10_000,
  /** After the computer woke up: most likely the socket is dead, and the agent waits. */
  wokenMs: 3_000,
  dialMs: 20_000,
  /** The relay may wait for its own writing into the CRM. */
  noteMs: 60_000,
  retryBaseMs: 1_000,
  retryMaxMs: 30_000,
} as const;

/** Where there is another relay to go to, nobody waits long for one that is silent. */
export const severalTimings = { registerMs: 5_000, silentMs: 6_000, answerMs: 4_000 } as const;

/** Two relays' clocks may differ by this; what is told twice does no harm. */
export const clockMarginMs = 60_000;

/** By close code: what happened, and what is done about it. */
export const problems: Readonly<Record<number, Trouble>> = {
  [closeCodes.unauthorized]: {
    problem:
      'The relay no longer accepts this sign-in. Ask your administrator for a new code and connect again.',
    because: because('token-refused'),
  },
  [closeCodes.badRegister]: {
    problem: 'The relay did not understand this Companion. One of the two needs an update; trying again.',
    because: because('relay-other-version'),
  },
  [closeCodes.registerTimeout]: {
    problem: 'The sign-in reached the relay too late. Trying again; if this stays, check your network.',
    because: because('sign-in-late'),
  },
  [closeCodes.goingAway]: {
    problem: 'The relay is restarting. The Companion reconnects by itself.',
    because: because('relay-restarts'),
  },
  [closeCodes.tooBig]: {
    problem:
      'The relay hung up because this computer read its messages too slowly or sent one that is too long. Connecting again; if this stays, check your network and update the Companion.',
    because: because('relay-too-much'),
  },
  [closeCodes.rateLimited]: {
    problem: 'The relay asked this Companion to slow down. Trying again in a moment.',
    because: because('relay-busy'),
  },
};

export const notReached = (host: string): Trouble => ({
  problem: `The relay at ${host} can not be reached. Trying again.`,
  because: because('relay-away', { host }),
});
export const noAnswer = (host: string): Trouble => ({
  problem: `The relay at ${host} does not answer. Trying again.`,
  because: because('relay-no-answer', { host }),
});
export const wentSilent: Trouble = {
  problem: 'The relay stopped answering. Trying again.',
  because: because('relay-stopped'),
};
