/** A stream that says too much, too little or nonsense beside the truth: the calls stay what they were. */
import { describe, expect, it } from 'vitest';
import { captureBytes, captureEvents } from '../../../tests/support/ami-file';
import { feed, lastWords, newState, play } from '../../../tests/support/play-capture';
import { track } from '../../shared/call/tracker';
import type { AmiEvent } from './ami-event';
import { createAmiReader } from './ami-reader';
import { translate, wantedEvents } from './translate';

const names = ['direct-answered', 'queue-local-answered', 'ringgroup-answered', 'transfer-attended-refer'];

/** Everything but the version, which counts changes, and the talk time where events come twice. */
const story = (name: string, change: (event: AmiEvent) => AmiEvent[]) =>
  lastWords(feed(newState(), captureEvents(name).flatMap(change))).map((call) => ({ ...call, version: 0 }));

const stranger = (name: string, at: number): AmiEvent => ({
  name,
  at,
  fields: {
    Channel: 'PJSIP/1001-ffffffff',
    Uniqueid: '9.9',
    Linkedid: '9.9',
    ChannelStateDesc: 'Up',
    DestChannel: 'PJSIP/1002-ffffffff',
    DestUniqueid: '9.10',
    DestLinkedid: '9.9',
    BridgeUniqueid: 'nobody',
    DialStatus: 'ANSWER',
    Cause: '16',
  },
});

describe.each(names)('%s', (name) => {
  const whole = play(name).calls.map((call) => ({ ...call, version: 0 }));

  it.each<[string, (event: AmiEvent) => AmiEvent[]]>([
    ['every Hangup twice', (event) => (event.name === 'Hangup' ? [event, event] : [event])],
    ['every event twice', (event) => [event, event]],
    [
      'an event without Uniqueid before each',
      (event) => [
        { ...event, fields: { ...event.fields, Uniqueid: undefined, DestUniqueid: undefined } },
        event,
      ],
    ],
    [
      'ends of channels never seen',
      (event) => [
        ...['Hangup', 'BridgeLeave', 'HangupRequest', 'DialEnd', 'Unhold'].map((it) =>
          stranger(it, event.at),
        ),
        event,
      ],
    ],
    [
      'a second channel with a Uniqueid that is taken',
      (event) => [
        event,
        ...(event.name === 'Newchannel'
          ? [{ ...event, fields: { ...event.fields, Channel: 'PJSIP/1009-0000ffff', Linkedid: '9.9' } }]
          : []),
      ],
    ],
    [
      'events of a channel after its Hangup',
      (event) =>
        event.name === 'Hangup'
          ? [
              event,
              { ...event, name: 'NewCallerid' },
              { ...event, name: 'Newstate' },
              { ...event, name: 'Newchannel' },
            ]
          : [event],
    ],
  ])('is the same with %s', (_what, change) => {
    expect(story(name, change)).toEqual(whole);
  });
});

describe('damaged messages', () => {
  const damaged: [string, Buffer, number][] = [
    ['a value of 1 MB', Buffer.from(`Event: Newchannel\r\nChannel: ${'x'.repeat(1_048_576)}\r\n\r\n`), 1],
    ['NUL bytes', Buffer.from('Event: Newstate\r\nChannel: PJSIP/\0\0\r\nUniqueid: \0\r\n\r\n'), 0],
    [
      'bytes that are no UTF-8',
      Buffer.from('Event: NewCallerid\r\nUniqueid: \xff\xfe\xc3\x28\r\n\r\n', 'latin1'),
      0,
    ],
    ['a header without a colon', Buffer.from('Event: Hangup\r\nUniqueid\r\n\r\n'), 0],
    ['no header at all', Buffer.from('nonsense\r\n\r\n'), 1],
    ['an answer nobody asked for', Buffer.from('Response: Success\r\nActionID: somebody-else\r\n\r\n'), 0],
  ];

  it.each(damaged)('%s costs no call', (_what, bytes, dropped) => {
    const state = newState();
    const changes: ReturnType<typeof feed> = [];
    const reader = createAmiReader({
      wanted: wantedEvents,
      onBanner: () => {},
      onResponse: () => {},
      onEvent: (event) => {
        const translated = translate(event);
        if (translated) changes.push(...track(state, translated).changes);
      },
    });
    // In front of every event of a real call.
    for (const message of captureBytes('direct-answered')
      .toString('latin1')
      .split(/(?=Event: )/))
      reader.push(
        Buffer.concat([
          message.startsWith('Event: ') ? bytes : Buffer.alloc(0),
          Buffer.from(message, 'latin1'),
        ]),
        0,
      );
    const [call, ...others] = lastWords(changes);
    expect(others).toEqual([]);
    expect(call).toMatchObject({
      direction: 'inbound',
      outcome: 'answered',
      answeredBy: ['1001'],
      endedBy: 'remote',
    });
    expect(reader.stats().dropped > 0).toBe(dropped > 0);
  });
});
