import { expect, it } from 'vitest';
import { splitExtensions, suggestId, wrongFields } from './agent-input';

it.each([
  ['Jürgen Groß', 'juergen.gross'],
  ['  Anna-Maria  Šimek ', 'anna-maria.simek'],
  ['山田', ''],
])('%s may be %s', (name, id) => expect(suggestId(name)).toBe(id));

it('reads extensions however they are separated, each once', () =>
  expect(splitExtensions(' 1001, 1017;1001\n*43 ')).toEqual(['1001', '1017', '*43']));

it.each([
  [{ id: 'anna', name: 'Anna', extensions: '1001' }, []],
  [{ id: 'änna', name: ' ', extensions: '' }, ['id', 'name', 'extensions']],
  [{ id: 'anna', name: 'Anna', extensions: '1001, SIP/1002' }, ['extensions']],
])('of %o the relay would refuse %o', (input, wrong) =>
  expect(wrongFields({ pbxId: '', crmUserId: '', ...input })).toEqual(wrong),
);
