/** A desktop whose socket is open and whose program reads nothing: a laptop that sleeps, a window that hangs. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeCodes } from '../../src/shared/protocol/close-codes';
import { statusSchema } from '../../src/shared/protocol/rest';
import { aCall, aLeg, ended } from '../support/calls';
import { createFakeClock, type FakeClock } from '../support/fake-clock';
import { until } from '../support/until';
import { signIn, startRelay, withKey, type TestRelay } from './relay-harness';

let clock: FakeClock;
let relay: TestRelay;
beforeEach(async () => {
  clock = createFakeClock();
  relay = await startRelay({ clock, file: { webSocket: { maxBufferedKiB: 64 } } });
});
afterEach(() => relay.stop());

type SignedIn = Awaited<ReturnType<typeof signIn>>;

const agents = async () =>
  statusSchema.parse((await relay.request('GET', '/api/status', withKey)).body).agents;

/** Large, so that the buffers of the kernel (some megabytes on loopback) are soon full. */
const sharedCall = (version: number) =>
  aCall({ version, queue: 'q'.repeat(200_000), legs: [aLeg(), aLeg('1002')] });

/** Changes a call of both until Anna, who reads nothing, is cut. Ben must get each change. @returns how many it took */
const talkUntilCut = async (ben: SignedIn): Promise<number> => {
  let version = 0;
  do {
    relay.pbx.tell(sharedCall((version += 1)));
    const told = await (version === 1 ? ben.nextOfType('screen_pop') : ben.nextOfType('call_update'));
    expect(told.callData.version).toBe(version);
  } while ((await agents()).online === 2);
  return version;
};

describe('a desktop that stops reading', () => {
  it('is cut with 1009 while others get everything, and has it all again when it comes back', async () => {
    const [anna, ben] = [await signIn(relay.url, 'anna'), await signIn(relay.url, 'ben')];
    anna.socket.pause();
    const cutAt = await talkUntilCut(ben);

    // What happens now is not kept for Anna, only in the relay's calls.
    clock.advance(1_000);
    const over = aCall({ linkedId: 'missed' });
    relay.pbx.tell(over);
    relay.pbx.tell(ended(over));
    relay.pbx.tell(sharedCall(cutAt + 1));
    expect((await ben.nextOfType('call_update')).callData.version).toBe(cutAt + 1);

    anna.socket.resume();
    expect((await anna.closed()).code).toBe(closeCodes.tooBig);
    const seen = anna.messages.map((message) => ('callData' in message ? message.callData : null));
    expect(seen.some((call) => call?.linkedId === 'missed')).toBe(false);
    expect(seen.at(-1)?.version).toBeLessThanOrEqual(cutAt);
    await until(() => relay.log.text().includes('reads too slowly'));

    const again = await signIn(relay.url, 'anna', { lastSeenAt: anna.messages.at(-1)?.at });
    expect(again.registered.snapshot.live.map(({ version }) => version)).toEqual([cutAt + 1]);
    expect(again.registered.snapshot.ended.map(({ linkedId }) => linkedId)).toEqual(['missed']);
    again.close();
    ben.close();
  });

  it('and does not come to its close frame in time is dropped, and its memory is free', async () => {
    const [anna, ben] = [await signIn(relay.url, 'anna'), await signIn(relay.url, 'ben')];
    anna.socket.pause();
    await talkUntilCut(ben);
    expect((await agents()).sockets).toBe(2);
    clock.advance(5_000);
    while ((await agents()).sockets > 1);
    expect(await agents()).toMatchObject({ online: 1, sockets: 1 });
    // Nobody told Anna; she finds out when she reads again.
    anna.socket.resume();
    expect((await anna.closed()).code).toBe(1006);
    ben.send({ type: 'ping', id: 'barrier' });
    expect(await ben.nextOfType('pong')).toMatchObject({ re: 'barrier' });
    ben.close();
  });
});
