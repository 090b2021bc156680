/** Where a connection really comes from: behind proxies that are trusted, what they say. As Fastify does it for requests. */
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** IPv4 that came in over an IPv6 socket is the same address. */
const plain = (address: string): string => address.trim().replace(/^::ffff:(?=\d+\.)/i, '');

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** @param trustProxy `TRUST_PROXY`: all, none, or addresses and networks (`10.0.0.0/8`) parted by commas */
export const createClientAddress = (
  trustProxy: boolean | string,
): ((
  request: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } },
) => string) => {
  const trusted = new BlockList();
  if (typeof trustProxy === 'string')
    for (const entry of trustProxy.split(',')) {
      const [address = '', bits] = entry.trim().split('/');
      if (isIP(address) === 0) continue;
      if (bits === undefined) trusted.addAddress(address, family(address));
      else trusted.addSubnet(address, Number(bits), family(address));
    }
  const isTrusted = (address: string): boolean =>
    trustProxy === true || (isIP(address) !== 0 && trusted.check(address, family(address)));

  return ({ headers, socket }) => {
    let address = plain(socket.remoteAddress ?? '');
    const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',');
    // Each proxy adds whom it saw at the end, so the last that no trusted one has said is whoever connected.
    for (const before of forwarded.split(',').reverse()) {
      if (!isTrusted(address) || isIP(plain(before)) === 0) break;
      address = plain(before);
    }
    return address;
  };
};
