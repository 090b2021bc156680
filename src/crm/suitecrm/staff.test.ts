import { expect, it } from 'vitest';
import { extensionsIn } from './staff';

it.each<[string, string[]]>([
  ['1001', ['1001']],
  [' 1001, 1002 ', ['1001', '1002']],
  ['1001/1001', ['1001']],
  ['*21', ['*21']],
  ['+49 40 669690 ext. 31', ['31']],
  ['(212) 555-0142 x1001', ['1001']],
  ['tel:+12125550142;ext=77', ['77']],
  ['+1 212 555 0199', []],
  ['0171 1234567', []],
  ['at home', []],
  ['', []],
])('extensions in "%s"', (text, extensions) => {
  expect(extensionsIn(text)).toEqual(extensions);
});
