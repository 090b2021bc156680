/** Keys as they are pressed, as Electron names them, and as a person reads them. */
import { isHotkey } from '../../shared/ipc/settings';

type Pressed = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>;

/** By the place of the key, so that Alt, which makes other letters on some keyboards, changes nothing. */
const keyOf = (code: string): string | null => {
  const [, plain] = /^(?:Key|Digit)([A-Z0-9])$/.exec(code) ?? [];
  if (plain !== undefined) return plain;
  if (/^Arrow(Up|Down|Left|Right)$/.test(code)) return code.slice('Arrow'.length);
  return /^(F[0-9]{1,2}|Space|Home|End|PageUp|PageDown|Insert)$/.test(code) ? code : null;
};

/**
 * - `waiting`: only Ctrl and the like are down yet
 * - `alone`: a key that typing needs
 */
export type Recorded = { kind: 'waiting' } | { kind: 'alone' } | { kind: 'keys'; keys: string };

export const recorded = (event: Pressed): Recorded => {
  if (/^(Control|Alt|Shift|Meta|OS)/.test(event.code)) return { kind: 'waiting' };
  const names = [
    event.ctrlKey && 'Control',
    event.altKey && 'Alt',
    event.shiftKey && 'Shift',
    event.metaKey && 'Super',
    keyOf(event.code),
  ];
  const keys = names.filter((name) => typeof name === 'string').join('+');
  return isHotkey(keys) ? { kind: 'keys', keys } : { kind: 'alone' };
};

const signs: Partial<Record<string, string>> = { Control: '⌃', Alt: '⌥', Shift: '⇧', Super: '⌘' };
const words: Partial<Record<string, string>> = {
  Control: 'Ctrl',
  Super: 'Win',
  Up: '↑',
  Down: '↓',
  Left: '←',
  Right: '→',
};

/** @returns each key by itself, for a row of key caps */
export const keyCaps = (keys: string, isMac: boolean): string[] =>
  keys.split('+').map((key) => (isMac ? signs[key] : undefined) ?? words[key] ?? key);
