import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstJson } from './first-json';
import {
  cutBytes,
  decodeEntities,
  fromCrmDate,
  purifierSafe,
  shorten,
  toCrmDate,
  toCrmDuration,
} from './text';

describe('firstJson', () => {
  it.each([
    ['{"a":1}Database failure. Please refer to suitecrm.log for details.', { a: 1 }],
    ['\n {"a":"}\\"]"}<br />\n<b>Warning</b>', { a: '}"]' }],
    ['[{"a":[]}] tail', [{ a: [] }]],
    ['<html>{"a":1}</html>', undefined],
    ['{"a":', undefined],
    ['', undefined],
    ['"text"', undefined],
  ])('reads %j', (text, value) => {
    expect(firstJson(text)).toEqual(value);
  });

  it('reads whatever JSON comes first, whatever follows', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())),
        fc.string(),
        (value, tail) => {
          expect(firstJson(JSON.stringify(value) + tail)).toEqual(JSON.parse(JSON.stringify(value)));
        },
      ),
    );
  });
});

describe('text', () => {
  it('decodes once, and only the five', () => {
    expect(decodeEntities('&lt;b&gt; &quot;O&#039;Hara&quot; &amp;lt; &copy=4 A & B')).toBe(
      '<b> "O\'Hara" &lt; &copy=4 A & B',
    );
  });

  it.each([
    ['From <sip:bob@x>', 'From < sip:bob@x>'],
    ['&lt;sip:bob@x&gt;', '< sip:bob@x&gt;'],
    ['a < b, 5<6', 'a < b, 5<6'],
    ['</b><!--', '< /b>< !--'],
    ['bell\u0007 and\r\nline', 'bell and\nline'],
  ])('makes %j safe', (text, safe) => {
    expect(purifierSafe(text)).toBe(safe);
  });

  it('keeps names within the column as SuiteCRM counts it', () => {
    expect(shorten('short', 50)).toBe('short');
    expect(shorten('x'.repeat(60), 50)).toBe(`${'x'.repeat(49)}…`);
    expect(shorten('&'.repeat(20), 50)).toBe(`${'&'.repeat(9)}…`);
    expect(shorten('😀'.repeat(51), 50)).toBe(`${'😀'.repeat(49)}…`);
  });

  it('cuts bytes without breaking a character', () => {
    expect(cutBytes('ä'.repeat(10), 12)).toBe(`${'ä'.repeat(4)}…`);
    expect(cutBytes('abc', 3)).toBe('abc');
  });

  it('writes and reads dates in UTC, whatever offset PHP stamps on them', () => {
    expect(toCrmDate(Date.parse('2026-11-20T09:05:07.999Z'))).toBe('2026-11-20 09:05:07');
    expect(fromCrmDate('2026-11-20T09:05:00-05:00')).toBe('2026-11-20T09:05:00.000Z');
    expect(fromCrmDate('')).toBeNull();
  });

  it.each([
    [0, '0', '0'],
    [1, '0', '1'],
    [187, '0', '3'],
    [5400, '1', '30'],
    [3599, '1', '0'],
  ])('%i seconds are %s h %s min', (seconds, duration_hours, duration_minutes) => {
    expect(toCrmDuration(seconds)).toEqual({ duration_hours, duration_minutes });
  });
});
