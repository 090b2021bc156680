import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHandOver, trunkOf } from './hand-over';

const hex = (text: string): string => Buffer.from(text).toString('hex');
const data = (fields: Record<string, string>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
/** Any bytes, as Asterisk would encode them. */
const asData = (bytes: Uint8Array): string => {
  const text = Buffer.from(bytes).toString('hex').replace(/../g, '%$&');
  return `uui=${text}&reason=${text}`;
};
const told = (fields: Record<string, string>) => readHandOver(data(fields));

describe('what an AI agent told at its hand-over', () => {
  it('has ids, a summary, and facts in their order', () => {
    expect(
      told({
        from: 'PJSIP/elevenlabs-00000001',
        conversation_id: 'conv_01',
        agent_id: 'agent_7',
        reason: 'Grüße & "mehr"',
        summary: 'Wants 4711.',
        name: 'Müller',
      }),
    ).toEqual({
      from: 'PJSIP/elevenlabs-00000001',
      conversationId: 'conv_01',
      agentId: 'agent_7',
      summary: 'Wants 4711.',
      facts: [
        { name: 'reason', value: 'Grüße & "mehr"' },
        { name: 'name', value: 'Müller' },
      ],
    });
  });

  it.each([
    ['hex, said so', `${hex('reason=Rückruf;order=4711')};encoding=hex;purpose=x`],
    ['hex, not said', hex('reason=Rückruf&order=4711')],
    ['JSON in hex', `${hex('{"reason":"Rückruf","order":4711,"deep":{}}')};encoding=hex`],
    ['percent', 'reason%3DR%C3%BCckruf%3Border%3D4711'],
    ['quoted', '"reason=Rückruf;order=4711";encoding=plain'],
  ])('in User-to-User: %s', (_, uui) => {
    expect(told({ uui }).facts).toEqual([
      { name: 'reason', value: 'Rückruf' },
      { name: 'order', value: '4711' },
    ]);
  });

  it.each([
    [
      'the conversation alone',
      `${hex('conv_01abc')};encoding=hex`,
      { conversationId: 'conv_01abc', facts: [] },
    ],
    ['digits that are no text in hex', '00047110', { facts: [{ name: 'note', value: '00047110' }] }],
    ['a word', 'angry', { facts: [{ name: 'note', value: 'angry' }] }],
    ['nothing', '', { conversationId: '', facts: [] }],
  ])('in User-to-User: %s', (_, uui, expected) => expect(told({ uui })).toMatchObject(expected));

  it("in a transfer's target", () => {
    const refer_to = `<sip:1001@pbx?X-Reason=R%C3%BCckruf&User-to-User=${hex('conv_9')}%3Bencoding%3Dhex>`;
    expect(told({ refer_to })).toMatchObject({
      conversationId: 'conv_9',
      facts: [{ name: 'reason', value: 'Rückruf' }],
    });
  });

  it.each([
    ['a header that is percent-encoded itself', 'J%C3%B6rg', 'Jörg'],
    ['a percent sign that is none', '20% off', '20% off'],
    ['line breaks and an escape', 'a\r\nEvent: x\u001b[31m', 'a Event: x [31m'],
    ['a turned direction', 'a\u202eb\u2066c', 'a b c'],
    ['markup, which stays text', '<img src=x>', '<img src=x>'],
    ['too much', 'ä'.repeat(300), `${'ä'.repeat(199)}…`],
  ])('%s', (_, raw, shown) => expect(told({ reason: raw }).facts[0]?.value).toBe(shown));

  it('a value that was cut within a letter loses that letter only', () => {
    expect(readHandOver('reason=R%C3%BCckruf%C3').facts).toEqual([{ name: 'reason', value: 'Rückruf' }]);
    expect(readHandOver('reason=Gr%C3%BC%').facts).toEqual([{ name: 'reason', value: 'Grü%' }]);
  });

  it('names that are none, empty values and ids with spaces are left out, and there is an end to it', () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`fact_${i}`, 'x']));
    expect(told(many).facts).toHaveLength(8);
    expect(
      told({ '1st': 'x', 'a b': 'x', __proto__x: 'x', reason: ' ', conversation_id: 'a b' }),
    ).toMatchObject({
      conversationId: '',
      facts: [],
    });
  });

  it('whatever comes, it is short, plain text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.uint8Array({ maxLength: 60 }).map(asData)), (raw) => {
        const { facts, summary, conversationId } = readHandOver(raw);
        expect(facts.length).toBeLessThanOrEqual(8);
        expect(conversationId).toMatch(/^[\w.-]{0,100}$/);
        for (const text of [summary ?? '', ...facts.flatMap(({ name, value }) => [name, value])]) {
          expect(Array.from(text).length).toBeLessThanOrEqual(1_000);
          expect(text).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
        }
      }),
    );
  });
});

it.each([
  ['PJSIP/elevenlabs-0000001f', 'elevenlabs'],
  ['SIP/trunk-main-0000001f', 'trunk-main'],
  ['PJSIP/trunk-main', 'trunk-main'],
  ['', ''],
])('the trunk of %s', (name, trunk) => expect(trunkOf(name)).toBe(trunk));
