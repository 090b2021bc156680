/** What Asterisk does with an Originate: a check, an answer, and the call, in which the agent's phone picks up by itself. */
import type { Headers } from './channel-table';
import { company, type Person, type Play } from './scenario';

export interface OriginateOptions {
  /** The phones that exist. One without `name` exists but is not registered. */
  phones: ReadonlyMap<string, string | null>;
  /** How long the agent's phone rings until it answers itself, the far end rings, and they talk. Milliseconds. */
  agentRingMs: number;
  ringMs: number;
  talkMs: number;
}

export type Originated =
  | { ok: true; play: Play; channelId: string | null }
  /** Asterisk took the action, and said later that nothing came of it. */
  | { ok: true; failure: string[] }
  | { ok: false; message: string };

export const originate = (action: Headers, options: OriginateOptions): Originated => {
  const channel = action.get('channel') ?? '';
  const extension = /^(?:PJSIP|SIP|Local)\/(\w+)/.exec(channel)?.[1] ?? '';
  const number = action.get('exten') ?? '';
  const actionId = action.get('actionid') ?? '';
  const name = options.phones.get(extension);
  if (!/^[+*#\d]+$/.test(number)) return { ok: false, message: 'Extension does not exist.' };
  if (name === undefined || name === null) {
    return {
      ok: true,
      failure: [
        'Event: OriginateResponse',
        'Privilege: call,all',
        `ActionID: ${actionId}`,
        'Response: Failure',
        `Channel: ${channel}`,
        `Context: ${action.get('context') ?? ''}`,
        `Exten: ${number}`,
        'Reason: 0',
        'Uniqueid: <unknown>',
        `CallerIDNum: ${number}`,
        'CallerIDName: <unknown>',
      ],
    };
  }
  const agent: Person = { extension, name };
  return {
    ok: true,
    channelId: action.get('channelid') ?? null,
    play: {
      template: 'originate',
      values: {
        agent: agent.extension,
        agentName: agent.name,
        remote: number,
        clickName: number,
        actionId,
        company: company.number,
        companyName: company.name,
        did: number,
      },
      waits: { start: 0, agentRing: options.agentRingMs, ring: options.ringMs, talk: options.talkMs },
    },
  };
};
