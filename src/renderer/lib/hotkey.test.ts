import { expect, it } from 'vitest';
import { keyCaps, recorded } from './hotkey';

const press = (code: string, held = '') => ({
  code,
  ctrlKey: held.includes('c'),
  altKey: held.includes('a'),
  shiftKey: held.includes('s'),
  metaKey: held.includes('m'),
});

it.each([
  ['KeyD', 'cs', 'Control+Shift+D'],
  ['Digit9', 'a', 'Alt+9'],
  ['ArrowUp', 'm', 'Super+Up'],
  ['F9', '', 'F9'],
  ['Space', 'ca', 'Control+Alt+Space'],
])('%s with %s is %s', (code, held, keys) => {
  expect(recorded(press(code, held))).toEqual({ kind: 'keys', keys });
});

it.each([
  ['KeyD', '', 'alone'],
  ['KeyD', 's', 'alone'],
  ['Quote', 'c', 'alone'],
  ['ControlLeft', 'c', 'waiting'],
  ['MetaRight', 'm', 'waiting'],
])('%s with %j is not enough: %s', (code, held, kind) => {
  expect(recorded(press(code, held))).toEqual({ kind });
});

it('is written as the keyboard has it', () => {
  expect(keyCaps('Control+Super+Up', false)).toEqual(['Ctrl', 'Win', '↑']);
  expect(keyCaps('Control+Super+Up', true)).toEqual(['⌃', '⌘', '↑']);
});
