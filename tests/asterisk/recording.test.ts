/** A call that the PBX records: which file it is, on a real Asterisk. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noAsterisk } from '../support/asterisk/asterisk';
import { openScene, talk } from '../support/asterisk/scene';
import { idOf } from '../support/asterisk/sip-call';
import { openStage, type Stage } from '../support/asterisk/stage';
import { expectTruth } from '../support/asterisk/truth';

describe.skipIf(noAsterisk)('a recorded call', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  it('names the file that MixMonitor writes', async () => {
    const scene = openScene(stage);
    const outside = scene.callsIn('4930555500');
    const desk = await scene.rings(stage.phones['1001']);
    desk.answer();
    await outside.until('up');
    await talk();
    await outside.hangUp();
    await desk.until('ended');

    const call = await stage.desks.anna.untilDone(idOf(desk));
    expect(call.recording).toEqual([
      {
        file: expect.stringMatching(new RegExp(`^/.*/monitor/in-1001-${call.linkedId}\\.wav$`)) as string,
        startedAt: expect.stringMatching(/Z$/) as string,
      },
    ]);
    await expectTruth(scene, call);
    await scene.end();
  });
});
