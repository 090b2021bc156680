import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDialLink } from './dial-link';

describe('a link to dial', () => {
  it.each([
    ['tel:+49 171 1234567', '+491711234567', null],
    ['TEL:+49-171-123-4567', '+491711234567', null],
    ['tel:%2B49%20171%201234567', '+491711234567', null],
    ['tel:+49(0)171/1234567', '+491711234567', null],
    ['tel://01711234567', '01711234567', null],
    ['tel:+1-201-555-0123;ext=102', '+12015550123', '102'],
    ['tel:+1-201-555-0123;EXT=1-02;isub=9', '+12015550123', '102'],
    ['tel:+12015550123%3Bext%3D7', '+12015550123', '7'],
    ['tel:+12015550123,,42', '+12015550123', '42'],
    ['tel:01711234567;phone-context=+49', '+491711234567', null],
    ['tel:555-1234;phone-context=+1-914', '+19145551234', null],
    ['tel:7042;phone-context=example.com', '7042', null],
    ['tel:+491711234567;phone-context=+1', '+491711234567', null],
    ['callto:+491711234567', '+491711234567', null],
    ['callto://+491711234567/', '+491711234567', null],
    ['callto:0171-1234567?call', '01711234567', null],
    ['cti-companion://dial/+491711234567', '+491711234567', null],
    ['CTI-Companion://Dial/0171%201234567/', '01711234567', null],
    ['tel:*97', '*97', null],
    ['  tel:1001 ', '1001', null],
  ])('%s -> %s, extension %s', (link, number, extension) => {
    expect(readDialLink(link)).toEqual({ ok: true, value: { number, extension } });
  });

  it.each([
    ['tel:', 'number-empty'],
    ['tel:%20', 'number-empty'],
    ['tel:call-me', 'number-signs'],
    ['callto:echo123', 'number-signs'],
    ['tel:+49171<script>', 'number-signs'],
    ['tel:49+171', 'number-plus'],
    ['tel:#', 'number-no-digit'],
    ['tel:12345678901234567890123456', 'number-too-long'],
    ['tel:+49%0d%0aAction: Originate', 'number-control'],
    ['tel:+49\r\nAction: Originate', 'number-control'],
    ['tel:+4917112%00345', 'number-control'],
    ['tel:+49171%E2%80%A81234', 'number-control'],
    ['tel:+49171\u2028', 'number-control'],
    ['tel:+49171%zz', 'link-broken'],
    ['tel:+491711234567;ext=abc', 'link-extension'],
    [`tel:${'1'.repeat(10_240)}`, 'link-too-long'],
    ['cti-companion://call/+491711234567', 'link-unknown'],
    ['cti-companion:dial/1', 'link-unknown'],
    ['sip:anna@example.com', 'link-unknown'],
    ['https://example.com', 'link-unknown'],
    ['', 'link-unknown'],
  ])('%j is refused: %s', (link, reason) => {
    expect(readDialLink(link)).toMatchObject({
      ok: false,
      error: { code: 'bad_number', details: { reason } },
    });
  });

  it('never lets anything but a number through', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('tel:', 'callto:', 'cti-companion://dial/'),
        fc.string({ unit: 'binary' }),
        (scheme, rest) => {
          const read = readDialLink(`${scheme}${rest}`);
          if (read.ok) expect(read.value.number).toMatch(/^\+?[0-9*#]+$/);
        },
      ),
    );
  });
});
