/** Messages as bytes: each is built once, however many sockets it goes to. */
import { randomBytes } from 'node:crypto';
import type { Call } from '../../shared/call/call';
import { iso, type Clock } from '../../shared/clock';
import type { ServerMessage } from '../../shared/protocol/messages';
import type { AgentView } from './agent-view';

type Body<T> = T extends { id: string; at: string } ? Omit<T, 'id' | 'at'> : never;
export type MessageBody = Body<ServerMessage>;

export interface Frame {
  id: string;
  bytes: Buffer;
}

export type Frames = ReturnType<typeof createFrames>;

export const createFrames = (clock: Clock, view: AgentView = (call) => call) => {
  // A desktop remembers the pops it has shown, so an id must not come again after a restart.
  const run = randomBytes(4).toString('hex');
  let count = 0;
  const nextId = (): string => `${run}-${(count += 1).toString(36)}`;

  return {
    of: (body: MessageBody): Frame => {
      const id = nextId();
      const shown = 'callData' in body ? { ...body, callData: view(body.callData) } : body;
      return {
        id,
        bytes: Buffer.from(JSON.stringify({ ...shown, id, at: iso(clock.now()) })),
      };
    },
    /** Frames about one call; the call itself is written to JSON once for all of them. */
    ofCall: (call: Call) => {
      let json: string | null = null;
      const at = iso(clock.now());
      const build = (type: string, more: string): Frame => {
        const id = nextId();
        json ??= JSON.stringify(view(call));
        return {
          id,
          bytes: Buffer.from(`{"type":"${type}","id":"${id}","at":"${at}",${more}"callData":${json}}`),
        };
      };
      return {
        pop: (extension: string | null, reason: 'ringing' | 'manual'): Frame =>
          build('screen_pop', `"extension":${JSON.stringify(extension)},"reason":"${reason}",`),
        update: (): Frame => build('call_update', ''),
      };
    },
  };
};
