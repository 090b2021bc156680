import { BlockList, isIP } from 'node:net';

/** `192.0.2.1`, `192.0.2.0/24`, `2001:db8::/32`. */
export const isAddressOrNetwork = (text: string): boolean => {
  const [address = '', bits, more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more !== undefined) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
};

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** @returns whether an address may send; an empty list lets everybody in */
export const createAllowList = (allowed: readonly string[]): ((address: string) => boolean) => {
  if (allowed.length === 0) return () => true;
  const list = new BlockList();
  for (const entry of allowed) {
    const [address = '', bits] = entry.split('/');
    if (bits === undefined) list.addAddress(address, family(address));
    else list.addSubnet(address, Number(bits), family(address));
  }
  // A socket that listens for both kinds writes an IPv4 address as `::ffff:192.0.2.1`.
  return (address) => {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
    return isIP(plain) !== 0 && list.check(plain, family(plain));
  };
};
