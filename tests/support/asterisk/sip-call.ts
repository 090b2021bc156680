/**
 * A call as one phone has it, and what a person can do with it.
 *
 *   calling ──► ringing ──► up ──► ended        (any of them may end it)
 */
import { once } from 'node:events';
import type { MediaStream } from './sip-media';
import { newId, type SipHeader, type SipMessage } from './sip-message';
import { sdpHeader, type Dialog, type SentRequest, type SipTransport } from './sip-transport';

const states = ['calling', 'ringing', 'up', 'ended'] as const;
export type PhoneCallState = (typeof states)[number];

/** Long enough for a slow machine; what is waited for comes in milliseconds. */
const patienceMs = 15_000;

export type PhoneCall = ReturnType<typeof createPhoneCall>;

interface CallDeps {
  transport: SipTransport;
  media: MediaStream;
  dialog: Dialog;
  /** The phone's own number. */
  user: string;
  /** Whom the phone's display names. */
  peer: string;
  /** Asterisk's Linkedid as the INVITE told it (see the dialplan); null in a call that this phone placed. */
  linkedId: string | null;
  /** The INVITE of an incoming call. */
  invite: SipMessage | null;
  /** More headers of an INVITE that this phone sends. */
  inviteHeaders?: readonly SipHeader[];
}

export const createPhoneCall = ({
  transport,
  media,
  dialog,
  user,
  peer,
  linkedId,
  invite,
  inviteHeaders = [],
}: CallDeps) => {
  let state: PhoneCallState = 'calling';
  let endedBy: string | null = null;
  let sdpVersion = 0;
  let sent: SentRequest | null = null;
  let repeatReply = (): void => {};
  let onTransferred: (status: number) => void = () => {};
  const watchers = new Set<() => void>();
  /** Milliseconds since the epoch, by this phone's clock. */
  const at: { started: number; rang: number | null; answered: number | null; ended: number | null } = {
    started: Date.now(),
    rang: null,
    answered: null,
    ended: null,
  };

  const become = (next: PhoneCallState, why: string | null = null): void => {
    if (states.indexOf(next) <= states.indexOf(state)) return;
    state = next;
    if (next === 'ringing') at.rang = Date.now();
    if (next === 'up') {
      at.answered = Date.now();
      media.start();
    }
    if (next === 'ended') {
      [at.ended, endedBy] = [Date.now(), why];
      media.stop();
    }
    for (const look of [...watchers]) look();
  };

  /** Resolves when the call has come to `wanted`; rejects when it went past it, or never does. */
  const until = (wanted: PhoneCallState): Promise<void> =>
    new Promise((resolve, reject) => {
      const finish = (problem: string | null): void => {
        clearTimeout(timer);
        watchers.delete(look);
        if (problem === null) resolve();
        else reject(new Error(`${user}: the call was to be ${wanted}, but ${problem}.`));
      };
      const look = (): void => {
        // A phone that is answered at once has rung as well.
        if (state === wanted || (wanted === 'ringing' && state === 'up')) finish(null);
        else if (state === 'ended') finish(`it ended (${endedBy ?? ''})`);
      };
      const timer = setTimeout(() => finish(`it is ${state} after ${patienceMs / 1000} s`), patienceMs);
      watchers.add(look);
      look();
    });

  const sdp = (direction: 'sendrecv' | 'sendonly' | 'recvonly' = 'sendrecv'): string =>
    [
      'v=0',
      `o=- 1 ${(sdpVersion += 1)} IN IP4 ${transport.own.ip}`,
      's=-',
      `c=IN IP4 ${transport.own.ip}`,
      't=0 0',
      `m=audio ${media.port} RTP/AVP 0`,
      'a=rtpmap:0 PCMU/8000',
      `a=${direction}`,
      '',
    ].join('\r\n');

  const reply = (status: string, headers: readonly SipHeader[] = [], body = ''): void => {
    if (!invite) throw new Error(`${user} placed this call, and can not answer it`);
    repeatReply = transport.respond(invite, status, { tag: dialog.localTag, headers, body });
  };
  const succeed = async (method: string, headers: readonly SipHeader[], body = ''): Promise<void> => {
    const answer = await transport.request(dialog, method, { headers, body }).answer;
    if (answer.status >= 300)
      throw new Error(`${user}: ${method} was answered ${answer.status} ${answer.reason}`);
  };
  /** Nobody sends away or holds whom he does not hear yet, and Asterisk refuses it between the answer and the bridge. */
  const untilHeard = async (): Promise<void> => {
    const patience = AbortSignal.timeout(patienceMs);
    const silence = once(patience, 'abort').then(() => {
      throw new Error(`${user}: nothing was heard for ${patienceMs / 1000} s.`);
    });
    await Promise.race([media.heard, silence]);
  };
  const refer = async (to: string, headers: readonly SipHeader[] = []): Promise<number> => {
    await untilHeard();
    const result = new Promise<number>((resolve) => (onTransferred = resolve));
    await succeed('REFER', [
      ['Refer-To', to],
      ['Referred-By', `<sip:${user}@${transport.own.ip}>`],
      ...headers,
    ]);
    return result;
  };

  const answer = (): void => {
    media.follow(invite?.body ?? '');
    reply('200 OK', [], sdp());
    become('up');
  };

  return {
    user,
    peer,
    linkedId,
    outgoing: invite === null,
    dialog,
    at,
    state: () => state,
    endedBy: () => endedBy,
    until,
    /** Seconds from the answer to the end. */
    talkSeconds: (): number => (at.answered === null ? 0 : ((at.ended ?? Date.now()) - at.answered) / 1000),

    ring: (): void => {
      reply('180 Ringing');
      become('ringing');
    },
    answer,
    reject: (status = '486 Busy Here'): void => {
      reply(status);
      become('ended', `refused here ${status}`);
    },
    /** Sends the caller elsewhere without answering, as a phone with call forwarding does. */
    forward: (number: string): void => {
      reply('302 Moved Temporarily', [['Contact', `<sip:${number}@${transport.server.ip}>`]]);
      become('ended', `forwarded to ${number}`);
    },
    hangUp: async (): Promise<void> => {
      if (state === 'ended') return;
      const was = state;
      become('ended', 'here');
      if (was === 'up') await transport.request(dialog, 'BYE').answer;
      else if (invite) reply('603 Decline');
      else sent?.cancel();
    },
    hold: async () => {
      await untilHeard();
      await succeed('INVITE', [sdpHeader], sdp('sendonly'));
    },
    resume: () => succeed('INVITE', [sdpHeader], sdp('sendrecv')),
    /**
     * Blind. @returns the final SIP status that Asterisk reports of the new call
     * @param more headers of the REFER, and what stands in its Refer-To behind a `?`
     */
    transferTo: (
      number: string,
      { headers, inTarget = '' }: { headers?: readonly SipHeader[]; inTarget?: string } = {},
    ): Promise<number> =>
      refer(`<sip:${number}@${transport.server.ip}:${transport.server.port}${inTarget}>`, headers),
    /** Attended: joins this call's party with that of another call of the same phone, which may still ring. */
    joinWith: (other: { dialog: Dialog }): Promise<number> => {
      const { callId, localTag, remoteTag, earlyTag, target } = other.dialog;
      const replaces = encodeURIComponent(
        `${callId};to-tag=${remoteTag ?? earlyTag ?? ''};from-tag=${localTag}`,
      );
      return refer(`<${target.replace(/[;?].*$/, '')}?Replaces=${replaces}>`);
    },

    /** What the phone hands on from the wire. */
    wire: {
      place: (): void => {
        sent = transport.request(dialog, 'INVITE', {
          headers: [sdpHeader, ...inviteHeaders],
          body: sdp(),
          onProvisional: ({ status }) => status >= 180 && become('ringing'),
        });
        sent.answer.then(
          ({ status, reason, body }) => {
            media.follow(body);
            if (status >= 300) become('ended', `refused there ${status} ${reason}`);
            else if (state !== 'ended') become('up');
            // Answered in the moment it was taken back.
            else transport.request(dialog, 'BYE').answer.catch(() => {});
          },
          (error: unknown) => become('ended', String(error)),
        );
      },
      repeated: (): void => repeatReply(),
      reinvited: (request: SipMessage): void => {
        media.follow(request.body);
        const body = sdp(request.body.includes('a=sendonly') ? 'recvonly' : 'sendrecv');
        repeatReply = transport.respond(request, '200 OK', { body });
      },
      cancelled: (): void => {
        if (state === 'up' || state === 'ended') return;
        reply('487 Request Terminated');
        become('ended', 'there');
      },
      ended: (): void => become('ended', 'there'),
      notified: ({ body }: SipMessage, event: string): void => {
        // As phones that know it do: whoever sits before it wants to talk.
        if (event === 'talk' && state === 'ringing') answer();
        const status = Number(/^SIP\/2\.0 (\d+)/.exec(body)?.[1] ?? 0);
        if (status >= 200) onTransferred(status);
      },
    },
  };
};

export const newDialog = (dialog: Pick<Dialog, 'local' | 'remote' | 'target'> & Partial<Dialog>): Dialog => ({
  callId: newId(),
  localTag: newId(4),
  remoteTag: null,
  earlyTag: null,
  cseq: 0,
  ...dialog,
});

/** The id that the relay gives the call which this phone was rung for. */
export const idOf = (call: PhoneCall | undefined): string => `pbx:${call?.linkedId ?? ''}`;
