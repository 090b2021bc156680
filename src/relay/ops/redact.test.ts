import { describe, expect, it } from 'vitest';
import { redactFields, redactText } from './redact';

describe('fields', () => {
  it.each(['token', 'apiKey', 'x-api-key', 'AMI_SECRET', 'password', 'authorization', 'code', 'set-cookie'])(
    'named %s are not shown',
    (name) => {
      expect(redactFields({ [name]: 'hunter2' })).toEqual({ [name]: '***' });
      expect(redactFields({ a: { b: [{ [name]: 'hunter2' }] } })).toEqual({ a: { b: [{ [name]: '***' }] } });
    },
  );

  it.each(['number', 'phone_mobile', 'dialled', 'display', 'callerIdNum'])('named %s are masked', (name) => {
    expect(redactFields({ [name]: '+49 171 1234567' })).toEqual({ [name]: '***567' });
  });

  it('that help to find a call stay whole', () => {
    const fields = {
      callId: 'pbx:1772442000.12',
      at: '2026-03-02T09:00:00.000Z',
      extension: '1001',
      host: '10.0.0.1',
    };
    expect(redactFields(fields)).toEqual(fields);
  });

  it('keep what an error says, without its secrets', () => {
    const error = new Error('login with password=hunter2 for +491711234567 failed', {
      cause: new Error('token: abc'),
    });
    const text = JSON.stringify(redactFields({ error }));
    expect(text).toContain('failed');
    expect(text).not.toMatch(/hunter2|1711234567|abc/);
  });

  it('that contain themselves end', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(JSON.stringify(redactFields(loop))).toContain('[…]');
  });
});

describe('texts', () => {
  it.each([
    ['sent Authorization: Bearer abc.def-123', 'abc.def'],
    ['token cti_0123456789abcdefgh refused', '0123456789'],
    ['{"client_secret":"s3cr3t","grant_type":"password"}', 's3cr3t'],
    ['GET /x?api_key=s3cr3t&y=1', 's3cr3t'],
    ['called 0049 171 1234567 back', '1234567'],
    ['called 0171/1234567', '1234567'],
  ])('%s', (text, hidden) => {
    expect(redactText(text)).not.toContain(hidden);
  });
});
