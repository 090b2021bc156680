import { describe, expect, it } from 'vitest';
import { because } from '../error-reasons';
import { AppError } from '../errors';
import { silentLogger } from '../logger';
import { callChannels, pushChannels } from './channels';
import { contract, type Handlers } from './contract';
import { createDispatch } from './dispatch';
import { settingsSchema } from './settings';

const unused = () => {
  throw new Error('not part of this test');
};
const patches: unknown[] = [];
const handlers: Handlers = {
  'state:get': unused,
  'history:find': unused,
  'history:rows': unused,
  'history:call': unused,
  'history:seen': unused,
  'history:more': unused,
  'people:find': unused,
  'people:card': unused,
  'history:list': unused,
  'call:transcript': unused,
  'call:recordings': unused,
  'call:control': unused,
  'call:dial': ({ number }) => {
    if (number === '0') throw new AppError('bad_number', 'This number can not be dialled.');
    if (number === '2')
      throw new AppError('pbx_refused', 'Refused.', {
        details: because('phone-unreachable', { extension: '1001' }),
      });
    if (number === '1') throw new Error('secret detail');
    return { callId: `pbx:${number}` };
  },
  'call:open-in-crm': unused,
  'crm:open-link': unused,
  'contact:choose': unused,
  'contact:look-again': unused,
  'contact:search': unused,
  'contact:attach-number': unused,
  'contact:open-form': unused,
  'note:save': unused,
  'note:retry': unused,
  'note:of': unused,
  'follow-up:add': unused,
  'follow-up:remove': unused,
  'pop:dismiss': unused,
  'pop:writing': unused,
  'pop:resize': unused,
  'clipboard:copy': unused,
  'setup:ask': unused,
  'setup:connect': unused,
  'setup:sign-out': unused,
  'setup:test-pop': unused,
  'crm:sign-in': unused,
  'crm:sign-out': unused,
  'settings:set': (patch) => {
    patches.push(patch);
    return settingsSchema.parse(patch);
  },
  'quiet:seen': unused,
  'link:retry': unused,
  'support:prepare': unused,
  'support:save': unused,
  'request:answer': unused,
  'app:state': unused,
  'app:do': unused,
  'window:show': unused,
};
const dispatch = createDispatch(handlers, silentLogger);

describe('createDispatch', () => {
  it('answers with the value', async () => {
    expect(await dispatch('call:dial', { number: '23' })).toEqual({ ok: true, value: { callId: 'pbx:23' } });
  });

  it.each([
    ['call:dial', { number: '' }, 'bad_request'],
    ['call:dial', { number: '0' }, 'bad_number'],
    ['state:changed', undefined, 'bad_request'],
    ['constructor', undefined, 'bad_request'],
    ['crm:open-link', { url: 'file:///etc/passwd' }, 'bad_request'],
    ['crm:open-link', { url: 'javascript:alert(1)' }, 'bad_request'],
  ])('%s %j -> %s', async (channel, input, code) => {
    expect(await dispatch(channel, input)).toMatchObject({ ok: false, error: { code } });
  });

  it('hands over a change of one setting as just that', async () => {
    await dispatch('settings:set', { theme: 'dark' });
    expect(patches).toEqual([{ theme: 'dark' }]);
  });

  it('tells why, for a sentence in the language of the agent', async () => {
    expect(await dispatch('call:dial', { number: '2' })).toMatchObject({
      error: { code: 'pbx_refused', details: { reason: 'phone-unreachable', extension: '1001' } },
    });
  });

  it('hides what a bug says', async () => {
    const reply = await dispatch('call:dial', { number: '1' });
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(reply)).not.toContain('secret detail');
  });
});

describe('the channel lists', () => {
  it('are exactly the contract', () => {
    expect([...callChannels, ...pushChannels].sort()).toEqual(Object.keys(contract).sort());
  });
});
