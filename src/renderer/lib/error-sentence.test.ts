import { beforeAll, describe, expect, it } from 'vitest';
import { because, errorReasons } from '../../shared/error-reasons';
import { errorCodes } from '../../shared/errors';
import { languages } from '../../shared/ipc/settings';
import { startI18n, texts, type T } from '../i18n';
import { errorSentence, inWords } from './error-sentence';

let t: T;
beforeAll(() => {
  t = startI18n(['de']);
});

describe.each(languages)('in %s', (language) => {
  it('every code and every reason has its sentence', () => {
    const { error, reason } = texts[language];
    expect(Object.keys(error).sort()).toEqual(Object.keys(errorCodes).sort());
    expect(Object.keys(reason).sort()).toEqual(Object.keys(errorReasons).sort());
    for (const [name, values] of Object.entries(errorReasons)) {
      const used = [...(new Map(Object.entries(reason)).get(name) ?? '').matchAll(/\{\{(\w+)\}\}/g)];
      expect([name, used.map(([, value]) => value).sort()]).toEqual([name, [...values].sort()]);
    }
  });
});

describe('an error', () => {
  const message = 'The phone of extension 1001 can not be rung.';

  it('is said by its reason, with the values of it', () => {
    const said = {
      code: 'pbx_refused',
      message,
      details: because('phone-unreachable', { extension: '1001' }),
    };
    expect(errorSentence(said, t, 'de')).toContain('Nebenstelle 1001');
  });

  it.each([
    ['unknown reason', { reason: 'of-a-newer-relay' }],
    ['a value missing', { reason: 'phone-unreachable' }],
    ['none', undefined],
  ])('with %s is said by its code', (_, details) => {
    const said = { code: 'pbx_refused', message, ...(details && { details }) };
    expect(errorSentence(said, t, 'de')).toBe(texts.de.error.pbx_refused);
    // What it says itself is more, and English already.
    expect(errorSentence(said, t, 'en-GB')).toBe(message);
  });

  it('of an unknown code is said as it came', () => {
    expect(errorSentence({ code: 'teapot', message }, t, 'de')).toBe(message);
  });

  it('speaks so through the bridge', async () => {
    const bridge = inWords(
      {
        platform: 'electron',
        on: () => () => undefined,
        invoke: () => Promise.resolve({ ok: false, error: { code: 'pbx_unavailable', message: 'down' } }),
      },
      t,
      () => 'de-AT',
    );
    const reply = await bridge.invoke('call:dial', { number: '1' });
    expect(reply).toMatchObject({ ok: false, error: { message: texts.de.error.pbx_unavailable } });
  });
});
