/** A scripted desk phone (or the provider's end of a trunk): registers, calls, is called. */
import { createPhoneCall, newDialog, type PhoneCall } from './sip-call';
import { openMedia } from './sip-media';
import { headerOf, paramOf, uriOf, type SipHeader, type SipMessage } from './sip-message';
import { openSipTransport, type SipAddress } from './sip-transport';

const patienceMs = 15_000;

export interface PhoneOptions {
  /** The extension, or any name for a trunk. */
  user: string;
  /** Null: known by address, as a provider is. */
  password: string | null;
  local?: Partial<SipAddress>;
  server: SipAddress;
}

export type Phone = Awaited<ReturnType<typeof openPhone>>;

export const openPhone = async ({ user, password, local, server }: PhoneOptions) => {
  const calls = new Map<string, PhoneCall>();
  const arrived: PhoneCall[] = [];
  const waiting: ((call: PhoneCall) => void)[] = [];

  const incoming = (invite: SipMessage): void => {
    transport.respond(invite, '100 Trying');
    const from = headerOf(invite, 'from');
    const call = createPhoneCall({
      transport,
      media: media.stream(),
      user,
      invite,
      peer: /sip:([^@;>]+)/.exec(from)?.[1] ?? '',
      linkedId: headerOf(invite, 'x-test-linkedid') || headerOf(invite, 'x-call-id') || null,
      dialog: newDialog({
        callId: headerOf(invite, 'call-id'),
        local: headerOf(invite, 'to'),
        remote: from.replace(/;\s*tag=[^;>\s]+/i, ''),
        remoteTag: paramOf(from, 'tag'),
        target: uriOf(headerOf(invite, 'contact')),
      }),
    });
    calls.set(call.dialog.callId, call);
    const taker = waiting.shift();
    if (taker) taker(call);
    else arrived.push(call);
  };

  const media = await openMedia(local?.ip ?? '127.0.0.1');
  const transport = await openSipTransport(
    { user, password },
    { local: { ip: '127.0.0.1', port: 0, ...local }, server },
    (request) => {
      const call = calls.get(headerOf(request, 'call-id'));
      const inDialog = paramOf(headerOf(request, 'to'), 'tag') !== null;
      if (request.method === 'INVITE') {
        if (!call) incoming(request);
        else if (inDialog) call.wire.reinvited(request);
        else call.wire.repeated();
        return;
      }
      if (request.method === 'ACK') return;
      transport.respond(request, '200 OK');
      if (request.method === 'CANCEL') call?.wire.cancelled();
      else if (request.method === 'BYE') call?.wire.ended();
      else if (request.method === 'NOTIFY') call?.wire.notified(request, headerOf(request, 'event'));
    },
  );

  const home = `<sip:${user}@${server.ip}>`;
  const registration = newDialog({ local: home, remote: home, target: `sip:${server.ip}` });

  return {
    user,
    port: transport.own.port,
    /** Every call so far, oldest first. */
    calls: (): PhoneCall[] => [...calls.values()],
    register: async (): Promise<void> => {
      const { answer } = transport.request(registration, 'REGISTER', { headers: [['Expires', '300']] });
      const { status, reason } = await answer;
      if (status !== 200) throw new Error(`${user} could not register: ${status} ${reason}`);
    },
    /** @param as whom the caller claims to be; a trunk may say anything, UTF-8 included */
    dial: (
      number: string,
      as: { number?: string; name?: string; headers?: readonly SipHeader[] } = {},
    ): PhoneCall => {
      const shown = as.name ? `"${as.name.replace(/["\\]/g, '\\$&')}" ` : '';
      const call = createPhoneCall({
        transport,
        media: media.stream(),
        user,
        invite: null,
        inviteHeaders: as.headers ?? [],
        peer: number,
        linkedId: null,
        dialog: newDialog({
          local: `${shown}<sip:${as.number ?? user}@${transport.own.ip}>`,
          remote: `<sip:${number}@${server.ip}>`,
          target: `sip:${number}@${server.ip}:${server.port}`,
        }),
      });
      calls.set(call.dialog.callId, call);
      call.wire.place();
      return call;
    },
    /** The next call that comes in, or one that waits already. */
    nextCall: (): Promise<PhoneCall> => {
      const call = arrived.shift();
      if (call) return Promise.resolve(call);
      return new Promise((resolve, reject) => {
        const take = (next: PhoneCall): void => {
          clearTimeout(timer);
          resolve(next);
        };
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(take), 1);
          reject(new Error(`${user}: no call came within ${patienceMs / 1000} s.`));
        }, patienceMs);
        waiting.push(take);
      });
    },
    close: (): void => {
      media.close();
      transport.close();
    },
  };
};
