/** One UDP socket that speaks SIP to one server: requests are repeated until answered, INVITEs acknowledged. */
import { createSocket } from 'node:dgram';
import {
  authorization,
  headerOf,
  headersOf,
  newId,
  paramOf,
  parseSip,
  uriOf,
  writeSip,
  type SipHeader,
  type SipMessage,
} from './sip-message';

export interface SipAddress {
  ip: string;
  port: number;
}

/** What all requests of one conversation share. */
export interface Dialog {
  callId: string;
  /** Name and address as in From, without the tag. */
  local: string;
  remote: string;
  localTag: string;
  /** Null until the other side has answered. */
  remoteTag: string | null;
  /** The tag of the other side while it rings; null before. */
  earlyTag: string | null;
  /** Where requests go to. */
  target: string;
  cseq: number;
}

export interface SipRequestOptions {
  headers?: readonly SipHeader[];
  body?: string;
  onProvisional?: (answer: SipMessage) => void;
}

export interface SentRequest {
  /** The final answer; rejects when none comes. */
  answer: Promise<SipMessage>;
  /** Takes an INVITE back that is not answered yet. */
  cancel: () => void;
}

const firstRepeatMs = 500;
const lastRepeatMs = 8_000;
export const sdpHeader: SipHeader = ['Content-Type', 'application/sdp'];

export type SipTransport = Awaited<ReturnType<typeof openSipTransport>>;

export const openSipTransport = async (
  account: { user: string; password: string | null },
  { local, server }: { local: SipAddress; server: SipAddress },
  onRequest: (request: SipMessage) => void,
) => {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(local.port, local.ip, resolve);
  });
  // A PBX that was killed answers with "port unreachable"; the repeats take care of that.
  socket.on('error', () => {});
  const own = { ip: local.ip, port: socket.address().port };
  const contact = `<sip:${account.user}@${own.ip}:${own.port}>`;
  const pending = new Map<string, (answer: SipMessage) => void>();
  const timers = new Set<NodeJS.Timeout>();
  let closed = false;

  const out = (text: string): void => {
    if (!closed) socket.send(text, server.port, server.ip);
  };
  const via = (branch: string): SipHeader => [
    'Via',
    `SIP/2.0/UDP ${own.ip}:${own.port};rport;branch=${branch}`,
  ];
  const parties = (dialog: Dialog, cseq: string, to?: string): SipHeader[] => [
    ['Max-Forwards', '70'],
    ['From', `${dialog.local};tag=${dialog.localTag}`],
    ['To', to ?? (dialog.remoteTag ? `${dialog.remote};tag=${dialog.remoteTag}` : dialog.remote)],
    ['Call-ID', dialog.callId],
    ['CSeq', cseq],
  ];
  /** Sends now and again and again. @returns how to stop it */
  const repeat = (text: string, onGivenUp: () => void): (() => void) => {
    let timer: NodeJS.Timeout;
    const again = (waitMs: number): void => {
      out(text);
      timer = setTimeout(() => {
        timers.delete(timer);
        if (waitMs > lastRepeatMs) onGivenUp();
        else again(waitMs * 2);
      }, waitMs);
      timers.add(timer);
    };
    again(firstRepeatMs);
    return () => {
      clearTimeout(timer);
      timers.delete(timer);
    };
  };

  const request = (dialog: Dialog, method: string, options: SipRequestOptions = {}): SentRequest => {
    let cancel = (): void => {};
    const answer = new Promise<SipMessage>((resolve, reject) => {
      const send = (auth: SipHeader[]): void => {
        const branch = `z9hG4bK${newId()}`;
        const cseq = (dialog.cseq += 1);
        const uri = dialog.target;
        const text = writeSip(
          `${method} ${uri} SIP/2.0`,
          [
            via(branch),
            ...parties(dialog, `${cseq} ${method}`),
            ['Contact', contact],
            ['Allow', 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, NOTIFY, REFER'],
            ['Supported', 'replaces'],
            ...(options.headers ?? []),
            ...auth,
          ],
          options.body,
        );
        let final = false;
        const stopRepeating = repeat(text, () => {
          pending.delete(`${branch} ${method}`);
          reject(new Error(`${account.user}: nobody answers ${method}`));
        });
        cancel = () => {
          if (!final)
            out(writeSip(`CANCEL ${uri} SIP/2.0`, [via(branch), ...parties(dialog, `${cseq} CANCEL`)]));
        };
        pending.set(`${branch} ${method}`, (message) => {
          stopRepeating();
          if (message.status < 200) {
            dialog.earlyTag ??= paramOf(headerOf(message, 'to'), 'tag');
            options.onProvisional?.(message);
            return;
          }
          if (method === 'INVITE') {
            const good = message.status < 300;
            if (good) {
              dialog.remoteTag ??= paramOf(headerOf(message, 'to'), 'tag');
              dialog.target = uriOf(headerOf(message, 'contact')) || dialog.target;
            }
            const headers = parties(dialog, `${cseq} ACK`, headerOf(message, 'to'));
            out(
              writeSip(`ACK ${good ? dialog.target : uri} SIP/2.0`, [
                via(good ? `z9hG4bK${newId()}` : branch),
                ...headers,
              ]),
            );
          }
          // A repeated final answer is only acknowledged again.
          if (final) return;
          final = true;
          const { user, password } = account;
          if ((message.status === 401 || message.status === 407) && password !== null && auth.length === 0)
            send([authorization(message, { method, uri, user, password })]);
          else resolve(message);
        });
      };
      send([]);
    });
    return { answer, cancel: () => cancel() };
  };

  /** Answers a request. @returns what to send again when the request is repeated */
  const respond = (
    to: SipMessage,
    status: string,
    { tag, headers = [], body = '' }: { tag?: string; headers?: readonly SipHeader[]; body?: string } = {},
  ): (() => void) => {
    const toHeader = headerOf(to, 'to');
    const text = writeSip(
      `SIP/2.0 ${status}`,
      [
        ...headersOf(to, 'via').map((value): SipHeader => ['Via', value]),
        ['From', headerOf(to, 'from')],
        ['To', tag === undefined || paramOf(toHeader, 'tag') ? toHeader : `${toHeader};tag=${tag}`],
        ['Call-ID', headerOf(to, 'call-id')],
        ['CSeq', headerOf(to, 'cseq')],
        ...(headers.some(([name]) => name === 'Contact') ? [] : [['Contact', contact] satisfies SipHeader]),
        ...headers,
        ...(body ? [sdpHeader] : []),
      ],
      body,
    );
    out(text);
    return () => out(text);
  };

  socket.on('message', (data) => {
    const message = parseSip(data);
    if (message.method !== null) onRequest(message);
    else {
      const method = headerOf(message, 'cseq').split(/\s+/)[1] ?? '';
      pending.get(`${paramOf(headerOf(message, 'via'), 'branch') ?? ''} ${method}`)?.(message);
    }
  });

  return {
    own,
    server,
    request,
    respond,
    close: (): void => {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
      socket.close();
    },
  };
};
