/** A long manager stream of a realistic mix: recorded calls, played again and again with fresh ids. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const folder = join(process.cwd(), 'tests/fixtures/captures');
const names = [
  'burst-100',
  'direct-answered',
  'queue-answered',
  'ringgroup-answered',
  'transfer-blind-refer',
];
const loginAccepted = 'Message: Authentication accepted\r\n\r\n';

const load = (name: string): string => {
  const bytes =
    name === 'burst-100'
      ? gunzipSync(readFileSync(join(folder, `${name}.ami.gz`)))
      : readFileSync(join(folder, `${name}.ami`));
  const text = bytes.toString('utf8');
  return text.slice(
    text.indexOf(loginAccepted) + loginAccepted.length,
    text.lastIndexOf('Response: Goodbye'),
  );
};

const privilege = /\r\nPrivilege: (\w+)/;
const keep = (text: string): string =>
  text
    .split('\r\n\r\n')
    .filter((message) => ['call', 'agent'].includes(privilege.exec(message)?.[1] ?? ''))
    .map((message) => `${message}\r\n\r\n`)
    .join('');

/** Uniqueids (`1795421135.0`) get another second in each round, so no call is taken for an earlier one. */
const freshIds = (text: string, round: number): string =>
  text.replace(
    /\b17954(\d{5})\.(\d+)\b/g,
    (_id, second: string, n: string) => `${18_000 + round}${second}.${n}`,
  );

export const makeStream = ({ filtered, bytes }: { filtered: boolean; bytes: number }) => {
  const texts = names.map(load).map((text) => (filtered ? keep(text) : text));
  const mix = texts.join('');
  const callsInMix = new Set(mix.match(/\r\nLinkedid: \S+/g)).size;
  const rounds = Math.max(1, Math.round(bytes / Buffer.byteLength(mix)));
  const stream = Buffer.from(Array.from({ length: rounds }, (_none, round) => freshIds(mix, round)).join(''));
  return {
    bytes: stream,
    events: (mix.match(/^Event: /gm)?.length ?? 0) * rounds,
    calls: callsInMix * rounds,
  };
};
