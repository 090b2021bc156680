import { describe, expect, it } from 'vitest';
import { createTrust } from './trusted';

const trusted = createTrust('app://companion', () => [1, 2]);
const from = (url: string, id = 1, top = true) => {
  const frame = { url };
  return { sender: { id, mainFrame: top ? frame : { url } }, senderFrame: frame };
};

describe('who is heard', () => {
  it('is our page in our window', () => {
    expect(trusted(from('app://companion/popup.html'))).toBe(true);
    expect(trusted(from('app://companion/companion.html', 2))).toBe(true);
  });

  it.each([
    ['another origin', from('https://evil.example/')],
    ['an origin that only begins like ours', from('app://companion.evil.example/')],
    ['a file', from('file:///companion.html')],
    ['an iframe', from('app://companion/companion.html', 1, false)],
    ['a window we did not make', from('app://companion/companion.html', 3)],
    ['a frame that is gone', { ...from('app://companion/'), senderFrame: null }],
  ])('is not %s', (_, event) => expect(trusted(event)).toBe(false));
});
