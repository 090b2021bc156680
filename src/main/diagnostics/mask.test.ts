import { describe, expect, it } from 'vitest';
import { maskFields, maskText } from './mask';

describe('masking', () => {
  it.each([
    ['calls +49 171 1234567 now', 'calls ***567 now'],
    ['from 01711234567', 'from ***567'],
    ['extension 1001', 'extension 1001'],
    ['call pbx:1700000000.1', 'call pbx:1700000000.1'],
    ['2026-11-23T09:00:00.000Z', '2026-11-23T09:00:00.000Z'],
  ])('%s', (text, masked) => expect(maskText(text)).toBe(masked));

  it('hides secrets however deep they lie', () => {
    const fields = {
      relay: { token: 'abc', list: [{ crmPassword: 'def' }] },
      clientSecret: 'ghi',
      code: 'crm_auth',
    };
    const text = JSON.stringify(maskFields(fields));
    expect(text).not.toMatch(/abc|def|ghi/);
    expect(text).toContain('crm_auth');
  });

  it('masks what an error says', () => {
    expect(JSON.stringify(maskFields({ error: new Error('no answer from +49301234567') }))).not.toContain(
      '301234567',
    );
  });
});
