import { expect, it } from 'vitest';
import type { Setting } from '../../shared/protocol/settings';
import { startI18n } from '../i18n';
import { groupSettings, valueText } from './groups';

const t = startI18n(['en']);
const setting = (path: string, value: Setting['value'], variable: string | null = null): Setting => ({
  path,
  value,
  source: 'env',
  variable,
});
const all = [
  setting('http.port', 8443, 'PORT'),
  setting('dataDir', '/var'),
  setting('http.host', 'a', 'HOST'),
];

it('groups by the first word, and finds by path, variable and value', () => {
  expect(groupSettings(all, '').map(({ name, settings }) => [name, settings.length])).toEqual([
    ['http', 2],
    ['', 1],
  ]);
  expect(groupSettings(all, 'PORT').flatMap(({ settings }) => settings.map(({ path }) => path))).toEqual([
    'http.port',
  ]);
  expect(groupSettings(all, '/VAR')).toHaveLength(1);
});

it.each([
  [{ set: true }, 'set'],
  [{ set: false }, 'not set'],
  [null, 'none'],
  [[], 'none'],
  [['a', 1], 'a, 1'],
  [false, 'no'],
])('%o is read as %s', (value, text) => expect(valueText(setting('x', value), t).text).toBe(text));
