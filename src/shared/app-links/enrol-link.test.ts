import { describe, expect, it } from 'vitest';
import { enrolLink, isEnrolLink, readEnrolLink } from './enrol-link';

describe('a sign-in link', () => {
  it.each([
    [['https://relay.example.com']],
    [['https://a.example', 'https://b.example:8443/cti']],
    [['http://127.0.0.1:3000']],
  ])('for %j is read as it was made', (relays) => {
    const link = enrolLink(relays, 'ABCD1234') ?? '';
    expect(isEnrolLink(link)).toBe(true);
    expect(readEnrolLink(link)).toEqual({
      ok: true,
      value: { relayUrl: relays.join(', '), code: 'ABCD1234' },
    });
  });

  it.each([
    ['cti-companion://enrol', 'enrol-link'],
    ['cti-companion://enrol?relay=https://r.example', 'enrol-link'],
    ['cti-companion://enrol?code=ABCD1234', 'enrol-link'],
    ['cti-companion://enrol?relay=file:///etc&code=ABCD1234', 'enrol-link'],
    ['cti-companion://enrol?relay=https://r.example&code=%0d%0a', 'enrol-link'],
    [`cti-companion://enrol?relay=https://r.example&code=${'A'.repeat(5_000)}`, 'enrol-link'],
    ['cti-companion://enrol?relay=http://relay.example.com&code=ABCD1234', 'enrol-open'],
    ['cti-companion://enrol?relay=https://r.example,http://10.0.0.7:3000&code=ABCD1234', 'enrol-open'],
    ['cti-companion://enrol?relay=http://127.0.0.1.evil.example&code=ABCD1234', 'enrol-open'],
  ])('%s is refused: %s', (link, reason) => {
    const read = readEnrolLink(link);
    expect(read).toMatchObject({ ok: false, error: { details: { reason } } });
    expect(JSON.stringify(read)).not.toContain('ABCD1234');
  });

  it('is not made where it would be refused', () => {
    expect(enrolLink(['http://relay.example.com:3000'], 'ABCD1234')).toBeNull();
    expect(enrolLink([], 'ABCD1234')).toBeNull();
  });

  it('is not what dials', () => {
    expect(isEnrolLink('cti-companion://dial/1001')).toBe(false);
    expect(isEnrolLink('tel:enrol')).toBe(false);
  });
});
