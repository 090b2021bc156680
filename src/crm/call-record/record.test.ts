import { describe, expect, it } from 'vitest';
import { aCall, aLeg, answeredBy, ended } from '../../../tests/support/calls';
import type { CrmMatch } from '../port';
import { callRecord, type AgentByExtension } from './record';

const agents: AgentByExtension = (_, extension) =>
  extension === '1001'
    ? { name: 'Anna', crmUserId: 'user-anna' }
    : extension === '1002'
      ? { name: 'Ben', crmUserId: null }
      : null;

const match: CrmMatch = {
  contact: {
    crm: 'suitecrm',
    module: 'Contacts',
    id: 'c1',
    name: 'Maria',
    account: 'Nordwind',
    url: 'https://crm.example.com/c1',
    matchedBy: 'phone_mobile',
    others: 0,
  },
  accountId: 'a1',
  title: null,
};

describe('callRecord', () => {
  it('tells the way of an answered call', () => {
    const call = ended(
      answeredBy(
        aCall({
          queue: 'Dispatch',
          legs: [aLeg(), aLeg('1002'), aLeg('1003')],
        }),
        '1002',
      ),
    );
    const moved = {
      ...call,
      owner: '1001',
      answeredBy: ['1002', '1001'],
      transfers: [{ kind: 'blind' as const, from: '1002', to: '1001', at: '2026-11-23T09:01:30.000Z' }],
    };
    expect(callRecord(moved, match, agents)).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5/) as string,
      subject: 'Inbound call from +49 171 1234567',
      direction: 'Inbound',
      status: 'Held',
      startedAt: Date.parse('2026-11-23T09:00:00.000Z'),
      durationSeconds: 175,
      description: [
        'Dialled: +4930123450',
        'Queue: Dispatch',
        'Rang: Anna (1001), Ben (1002), 1003',
        'Talked: Ben (1002), Anna (1001)',
        'Answered after: 5 s',
        'Transfer: Ben (1002) to Anna (1001) at 09:01 UTC',
        'Talk time: 2 min 55 s',
        'Outcome: answered',
        'Ended by: the other party',
        'Call id: pbx:1700000000.1',
      ].join('\n'),
      assignedUserId: 'user-anna',
      contact: { module: 'Contacts', id: 'c1' },
      accountId: 'a1',
    });
  });

  it('logs a missed call of several phones as nobody’s', () => {
    const call = ended(aCall({ legs: [aLeg(), aLeg('1002', { endReason: 'busy' })] }));
    expect(callRecord(call, null, agents)).toMatchObject({
      subject: 'Missed call from +49 171 1234567',
      status: 'Not Held',
      durationSeconds: 0,
      assignedUserId: null,
      contact: null,
      accountId: null,
      description: expect.stringContaining('Rang: Anna (1001), Ben (1002) (busy)') as string,
    });
  });

  it('gives an unanswered outbound call to who placed it', () => {
    const call = { ...ended(aCall({ direction: 'outbound' })), outcome: 'busy' as const };
    expect(callRecord(call, null, agents)).toMatchObject({
      subject: 'Outbound call to +49 171 1234567',
      direction: 'Outbound',
      status: 'Not Held',
      assignedUserId: 'user-anna',
    });
  });

  it('has a subject for a withheld number', () => {
    const call = ended(
      aCall({ remote: { number: null, display: 'Anonymous', name: null, anonymous: true } }),
    );
    expect(callRecord(call, null, agents).subject).toBe('Missed call from a withheld number');
  });
});

describe('wording', () => {
  const call = ended(answeredBy(aCall({ legs: [aLeg(), aLeg('1002')] }), '1002'));
  const wording = { subject: '{title}', description: '{details}', userId: 'user-front' };

  it('follows the templates', () => {
    const record = callRecord(call, match, agents, {
      ...wording,
      subject: '{contact} of {account}, {agent} {extension}',
      description: '{date} {time}, {talk}, {outcome}\nQueue: {queue}\n{callId}',
    });
    expect([record.subject, record.description]).toEqual([
      'Maria of Nordwind, Ben 1002',
      '2026-11-23 09:00, 2 min 55 s, answered\npbx:1700000000.1',
    ]);
    expect(callRecord(call, null, agents, { ...wording, subject: '{queue}' }).subject).toBe(
      'Inbound call from +49 171 1234567',
    );
  });

  it('gives the configured user what is of nobody, or of somebody whom the CRM does not know', () => {
    const owner = (of: typeof call) => callRecord(of, null, agents, wording).assignedUserId;
    expect(owner(call)).toBe('user-front');
    expect(owner(ended(aCall({ legs: [aLeg(), aLeg('1002')] })))).toBe('user-front');
    expect(owner(ended(answeredBy(aCall(), '1001')))).toBe('user-anna');
  });

  it('calls an internal call one, and gives it to who placed it', () => {
    const remote = { number: null, display: '1002', name: null, anonymous: false };
    const internal = ended(
      aCall({
        direction: 'internal',
        remote,
        owner: '1002',
        legs: [aLeg('1001', { rangAt: null }), aLeg('1002')],
      }),
    );
    expect(callRecord(internal, null, agents)).toMatchObject({
      subject: 'Internal call with 1002',
      direction: 'Outbound',
      assignedUserId: 'user-anna',
    });
  });
});
