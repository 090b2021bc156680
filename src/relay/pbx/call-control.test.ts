import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../tests/support/fake-clock';
import type { PhoneChannel } from '../../shared/call/tracker-own';
import { err, ok, type Result } from '../../shared/result';
import { AppError } from '../../shared/errors';
import { createCallControl, toHangUp } from './call-control';

const phone = (uniqueId: string, part: Partial<PhoneChannel> = {}): PhoneChannel => ({
  uniqueId,
  extension: '1001',
  rings: false,
  holds: false,
  ...part,
});

describe('what is hung up', () => {
  it.each<[string, PhoneChannel[], string[]]>([
    ['what he talks on', [phone('a')], ['a']],
    ['all his phones that ring', [phone('a', { rings: true }), phone('b', { rings: true })], ['a', 'b']],
    [
      'whom he asks, not whom he holds',
      [phone('customer', { holds: true }), phone('colleague')],
      ['colleague'],
    ],
    ['the customer on hold, where there is nobody else', [phone('customer', { holds: true })], ['customer']],
    ['what he talks on, and his other phone rings on', [phone('a'), phone('b', { rings: true })], ['a']],
    ['nothing', [], []],
  ])('%s', (_what, channels, wanted) =>
    expect(toHangUp(channels).map(({ uniqueId }) => uniqueId)).toEqual(wanted),
  );
});

describe('the PBX', () => {
  const started = async (
    channels: PhoneChannel[],
    answer: Result<string, AppError> = ok('Channel Hungup'),
    answerBy: 'off' | 'talk-event' = 'off',
  ) => {
    const clock = createFakeClock();
    const answers: Result<string, AppError>[] = [];
    const actions: Record<string, string>[] = [];
    const control = createCallControl(
      { answerBy },
      {
        control: {
          commands: () => Promise.resolve(new Set(['hangup', 'pjsipnotify'])),
          action: (headers) => {
            actions.push({ ...headers });
            return Promise.resolve(answers.shift() ?? answer);
          },
        },
        channelsOf: () => channels,
        onChange: () => undefined,
        clock,
      },
    );
    await control.learn();
    return { control, actions, answers, clock };
  };

  it('is given the Uniqueid and the cause', async () => {
    const { control, actions } = await started([phone('cti-1.2', { rings: true })]);
    expect(await control.act('pbx:1', ['1001'], 'hang_up')).toEqual(ok(null));
    expect(actions).toEqual([{ action: 'Hangup', channel: 'cti-1.2', cause: '21' }]);
  });

  it.each(['/.*/', 'a\r\nAction: Originate', ''])(
    'is never given %j, which means other channels',
    async (id) => {
      const { control, actions } = await started([phone(id)]);
      expect(await control.act('pbx:1', ['1001'], 'hang_up')).toMatchObject({ ok: false });
      expect(actions).toEqual([]);
    },
  );

  it('says that it is over: that is what was wanted', async () => {
    const refused = err(new AppError('pbx_refused', 'The PBX refused: No such channel'));
    const { control } = await started([phone('a')], refused);
    expect(await control.act('pbx:1', ['1001'], 'hang_up')).toEqual(ok(null));
  });

  const notYet = err(new AppError('pbx_refused', 'The PBX refused: Channel not found'));

  it('is asked again where the phone has not said yet that it rings', async () => {
    const { control, actions, answers, clock } = await started(
      [phone('1.2', { rings: true })],
      ok('NOTIFY sent'),
      'talk-event',
    );
    answers.push(notYet, notYet);
    const answered = control.act('pbx:1', ['1001'], 'answer');
    await clock.advanceAsync(1_000);
    expect(await answered).toEqual(ok(null));
    expect(actions).toHaveLength(3);
  });

  it('is not asked for ever', async () => {
    const { control, clock } = await started([phone('1.2', { rings: true })], notYet, 'talk-event');
    const answered = control.act('pbx:1', ['1001'], 'answer');
    await clock.advanceAsync(10_000);
    expect(await answered).toEqual(notYet);
    expect(clock.pending()).toBe(0);
  });

  it('is not asked again for a phone that has stopped ringing', async () => {
    const phones = [phone('1.2', { rings: true })];
    const { control, actions, clock } = await started(phones, notYet, 'talk-event');
    const answered = control.act('pbx:1', ['1001'], 'answer');
    await clock.advanceAsync(100);
    phones.pop();
    await clock.advanceAsync(1_000);
    expect(await answered).toMatchObject({ ok: false, error: { code: 'not_found' } });
    expect(actions).toHaveLength(1);
  });
});
