import { expect, it } from 'vitest';
import { aCall, aLeg, anna } from '../../../tests/support/calls';
import { recordingsOf, tookPart } from './recordings';

const startedAt = '2026-11-23T08:05:41.000Z';
const folder = '/var/spool/asterisk/monitor';
const url = 'https://pbx.example.com/{pbx}/{path}?id={linkedId}&name={file}';
const linksOf = (file: string, options = { url, folder } as { url: string | null; folder: string }) =>
  recordingsOf(aCall({ linkedId: '17.1', recording: [{ file, startedAt }] }), options);

it('makes a link of where the file lies, each part as an address needs it', () => {
  expect(linksOf(`${folder}/2026/11/23/q 600 +49#1.wav`)).toEqual([
    {
      name: 'q 600 +49#1.wav',
      startedAt,
      url: 'https://pbx.example.com/pbx/2026/11/23/q%20600%20%2B49%231.wav?id=17.1&name=q%20600%20%2B49%231.wav',
    },
  ]);
});

it.each([
  ['elsewhere', '/tmp/in.wav'],
  ['in a folder with a longer name', `${folder}-old/in.wav`],
  ['by a way out of the folder', `${folder}/../secret/in.wav`],
  ['by a way to itself', `${folder}/./in.wav`],
  ['without a folder', 'in.wav'],
])('has no link for what lies %s', (_where, file) => {
  expect(linksOf(file)).toEqual([{ name: 'in.wav', startedAt, url: null }]);
});

it('has no link where the house has set up none, and leaves out what has no name yet', () => {
  expect(linksOf(`${folder}/in.wav`, { url: null, folder })).toEqual([
    { name: 'in.wav', startedAt, url: null },
  ]);
  expect(linksOf('')).toEqual([]);
});

it('a folder may end with a slash', () => {
  expect(
    linksOf(`${folder}/in.wav`, { url: 'https://r.example/{path}', folder: `${folder}/` }),
  ).toMatchObject([{ url: 'https://r.example/in.wav' }]);
});

it.each([
  ['who talked', aLeg('1001', { state: 'ended', answeredAt: startedAt }), true],
  ['who placed the call', aLeg('1001', { rangAt: null }), true],
  ['whose phone merely rang', aLeg('1001', { state: 'ended' }), false],
  ['a colleague', aLeg('1002', { state: 'ended', answeredAt: startedAt }), false],
])('%s took part: %#', (_who, leg, expected) => {
  expect(tookPart(aCall({ legs: [leg] }), anna)).toBe(expected);
});
