import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AmiEvent } from './ami-event';
import { type AmiReaderLimits, type AmiResponse, createAmiReader } from './ami-reader';

const wanted = {
  Newchannel: ['Channel', 'CallerIDName', 'Uniqueid'],
  OriginateResponse: ['Response', 'Uniqueid', 'ActionID'],
  Hangup: ['Uniqueid', 'Cause'],
};
const banner = 'Asterisk Call Manager/11.0.0\r\n';

const read = (chunks: Iterable<Buffer>, limits?: Partial<AmiReaderLimits>) => {
  const events: AmiEvent[] = [];
  const responses: AmiResponse[] = [];
  const banners: string[] = [];
  const reader = createAmiReader({
    wanted,
    limits,
    onBanner: (line) => banners.push(line),
    onEvent: (event) => events.push(event),
    onResponse: (response) => responses.push(response),
  });
  for (const chunk of chunks) reader.push(chunk, 1);
  return { banners, events, responses, stats: { ...reader.stats() } };
};
const readText = (text: string, limits?: Partial<AmiReaderLimits>) =>
  read([Buffer.from(banner + text)], limits);

const stream =
  banner +
  'Response: Success\r\nActionID: L\r\nMessage: Authentication accepted\r\n\r\n' +
  'Event: Newchannel\r\nPrivilege: call,all\r\nChannel: PJSIP/1001-1\r\nCallerIDName: Jürgen Groß 🎧\r\nAccountCode: \r\nUniqueid: 1.1\r\n\r\n' +
  'Event: VarSet\r\nPrivilege: dialplan,all\r\nUniqueid: 1.1\r\n\r\n' +
  'Event: OriginateResponse\r\nPrivilege: call,all\r\nActionID: c\r\nResponse: Failure\r\nUniqueid: <unknown>\r\n\r\n' +
  'nonsense without a meaning\r\n\r\n' +
  `Event: Newchannel\r\nChannel: ${'x'.repeat(400)}\r\nUniqueid: 1.2\r\n\r\n` +
  `Event: VarSet\r\nValue: ${'y'.repeat(400)}\r\n\r\n` +
  'Event: Hangup\r\nUniqueid: 1.1\r\nCause: 16\r\nUniqueid: fake\r\n\r\nEvent: Hang';

describe('createAmiReader', () => {
  it('reads the banner, responses and wanted events, and skips the rest', () => {
    const result = read([Buffer.from(stream)]);
    expect(result.banners).toEqual(['Asterisk Call Manager/11.0.0']);
    expect(result.responses).toEqual([
      { response: 'Success', actionId: 'L', message: 'Authentication accepted' },
    ]);
    expect(result.events.map((event) => event.name)).toEqual([
      'Newchannel',
      'OriginateResponse',
      'Newchannel',
      'Hangup',
    ]);
    expect(result.events[0]?.fields).toEqual({
      Channel: 'PJSIP/1001-1',
      CallerIDName: 'Jürgen Groß 🎧',
      Uniqueid: '1.1',
    });
    expect(result.events[3]?.fields).toEqual({ Uniqueid: '1.1', Cause: '16' });
    expect(result.stats.events).toBe(6);
    expect(result.stats.dropped).toBe(1);
  });

  it('takes OriginateResponse for the event it is, though it has a Response header', () => {
    const [event] = readText(
      'Event: OriginateResponse\r\nResponse: Success\r\nUniqueid: click-42-a\r\nActionID: a\r\n\r\n',
    ).events;
    expect(event?.fields).toEqual({ Response: 'Success', Uniqueid: 'click-42-a', ActionID: 'a' });
  });

  it('knows an event by its Event header even where another header stands first', () => {
    const result = readText('Response: Success\r\nUniqueid: 7\r\nEvent: Hangup\r\nCause: 1\r\n\r\n');
    expect(result.responses).toEqual([]);
    expect(result.events[0]).toEqual({ name: 'Hangup', at: 1, fields: { Uniqueid: '7', Cause: '1' } });
  });

  it.each([
    ['a long line', { lineLength: 100 }, `Event: Hangup\r\nCause: ${'1'.repeat(101)}\r\n\r\n`],
    ['too many headers', { headers: 50 }, `Event: Hangup\r\n${'H: v\r\n'.repeat(5_000)}\r\n`],
    ['a huge message', { messageBytes: 1_000 }, `Event: Hangup\r\n${'H: v\r\n'.repeat(5_000)}\r\n`],
    ['a huge response', { headers: 50 }, `Response: Success\r\n${'H: v\r\n'.repeat(5_000)}\r\n`],
    ['a message without meaning', {}, 'GET / HTTP/1.0\r\nHost: x\r\n\r\n'],
  ])('drops %s and goes on with the next message', (_name, limits, text) => {
    const next = 'Event: Hangup\r\nUniqueid: next\r\n\r\n';
    const result = readText(text + next, limits);
    expect(result.events.map((event) => event.fields['Uniqueid'])).toEqual(['next']);
    expect(result.stats.dropped).toBe(1);
  });

  it('keeps no more than the limit of an endless message', () => {
    const piece = Buffer.from('x'.repeat(60_000));
    const result = read([Buffer.from(banner), ...Array.from({ length: 100 }, () => piece)]);
    expect(result.stats.dropped).toBe(1);
    expect(result.stats.bytes).toBe(banner.length + 6_000_000);
  });

  it('gives the same for every split of the bytes', () => {
    const bytes = Buffer.from(stream);
    const limits = { messageBytes: 300 };
    const whole = read([bytes], limits);
    expect(whole.stats.dropped).toBe(3);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: bytes.length }), { maxLength: 40 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const chunks = places.slice(1).map((end, i) => bytes.subarray(places[i], end));
        expect(read(chunks, limits)).toEqual(whole);
      }),
    );
    expect(
      read(
        Array.from(bytes, (byte) => Buffer.from([byte])),
        limits,
      ),
    ).toEqual(whole);
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
            fc
              .constantFrom('Event: Newchannel', '\r\n', '\r\n\r\n', ': ', '__proto__: x')
              .map((text) => Buffer.from(text)),
          ),
        ),
        (chunks) => {
          expect(() => read(chunks)).not.toThrow();
        },
      ),
    );
  });
});
