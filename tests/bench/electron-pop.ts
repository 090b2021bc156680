/** From the relay's WebSocket frame to a pop that is painted in a visible window, in real Electron under Xvfb. */
import { aCall } from '../support/calls';
import { launchCompanion, startDesk } from '../support/electron';
import { startTinyRelay, TOKEN } from '../support/tiny-relay';

const pops = 40;

const main = async (): Promise<void> => {
  const [desk, relay] = await Promise.all([startDesk({ keyring: false }), startTinyRelay()]);
  try {
    const registered = relay.next('register_agent');
    const spawned = performance.now();
    const desktop = await launchCompanion(desk, { env: { CTI_RELAY_URL: relay.url, CTI_TOKEN: TOKEN } });
    await registered;
    const ready = performance.now() - spawned;
    const times: number[] = [];
    for (let n = 0; n < pops; n += 1) {
      // Set up before the frame is sent; settles after the frame in which the card was painted.
      const painted = desktop.popup.evaluate(
        () =>
          new Promise<number>((resolve) => {
            const look = (): void => {
              const visible = document.visibilityState === 'visible';
              if (visible && document.querySelector('[data-testid="pop-card"]'))
                requestAnimationFrame(() => setTimeout(() => resolve(Date.now())));
              else requestAnimationFrame(look);
            };
            // A hidden window paints no frames, so it is looked at without them.
            const hidden = setInterval(() => {
              if (document.visibilityState !== 'visible') return;
              clearInterval(hidden);
              look();
            }, 1);
          }),
      );
      await desktop.popup.evaluate(() => undefined);
      const sent = Date.now();
      relay.pop(aCall({ id: `pbx:${n}.1` }));
      times.push((await painted) - sent);
      const gone = desktop.popup.getByTestId('pop-card').waitFor({ state: 'detached' });
      await desktop.popup.getByTestId('pop-dismiss').click();
      await gone;
      await desktop.popup.waitForFunction(() => document.visibilityState === 'hidden', null, { polling: 20 });
    }
    times.sort((a, b) => a - b);
    const row = (name: string, value: number | undefined): void =>
      console.log(`  ${name.padEnd(58)} ${(value ?? Number.NaN).toFixed(0)} ms`);
    console.log(`\nWebSocket frame -> visible pop in Electron (${pops} pops, Xvfb, no GPU)`);
    row('p50', times[Math.floor(times.length / 2)]);
    row('p99', times[Math.floor(times.length * 0.99)]);
    row('start of Electron -> registered at the relay', ready);
    await desktop.close();
  } finally {
    await Promise.all([relay.stop(), desk.stop()]);
  }
};

await main();
