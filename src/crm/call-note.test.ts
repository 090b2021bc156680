import { describe, expect, it } from 'vitest';
import { callNote } from './call-note';

describe('callNote', () => {
  it.each([
    ['Wants a call back on Friday.', 'Wants a call back on Friday.'],
    ['Asked for the new tariff\nQueue: Dispatch\nCall id: pbx:1.1', 'Asked for the new tariff'],
    ['Queue: Dispatch\r\nTalked: Anna (1001)\r\nCall id: pbx:1.1', null],
    ['AI summary: Asks for a quote.\nOutcome: answered', 'Asks for a quote.'],
    [
      'Call him on Monday\nCall id: pbx:1.1\n\nAI conversation: conv_1\nAI agent: Nora, 42 s, successful\n' +
        'AI summary: Asks for a quote.\nAI goal solved: success (It was said: yes)\nAI found order: 4711\nAI ended: x',
      'Call him on Monday Asks for a quote.',
    ],
    [
      'Queue: Dispatch\n\nNote by Anna Berg:\nWants the invoice\nDisposition: Call back',
      'Wants the invoice Disposition: Call back',
    ],
    ['  \n ', null],
    ['', null],
  ])('%j: %j', (description, note) => {
    expect(callNote(description)).toBe(note);
  });

  it('cuts a long one', () => {
    expect(callNote('word '.repeat(100))).toMatch(/^word .{190,}…$/);
  });
});
