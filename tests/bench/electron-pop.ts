/** From the relay's WebSocket frame to a pop that is painted in a visible window, in real Electron under Xvfb. */
import { aCall } from '../support/calls';
import { setTimeout as wait } from 'node:timers/promises';
import { launchCompanion, startDesk, windowFacts } from '../support/electron';
import { startTinyRelay, TOKEN } from '../support/tiny-relay';

const pops = 100;

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
      // Both are set up before the frame is sent. The page paints while its window is hidden, so the later of "the card
      // is painted" and "the window is shown" is what an agent sees.
      const painted = desktop.popup.evaluate(
        () =>
          new Promise<number>((resolve) => {
            const look = (): void => {
              if (!document.querySelector('[data-testid="pop-card"]')) return;
              observer.disconnect();
              requestAnimationFrame(() => setTimeout(() => resolve(Date.now())));
            };
            const observer = new MutationObserver(look);
            observer.observe(document.body, { childList: true, subtree: true });
          }),
      );
      const shown = desktop.app.evaluate(
        ({ BrowserWindow }) =>
          new Promise<number>((resolve) => {
            BrowserWindow.getAllWindows()
              .find(({ webContents }) => webContents.getURL().includes('popup.html'))
              ?.once('show', () => resolve(Date.now()));
          }),
      );
      // Each answer says that what was asked before it has been set up.
      await desktop.popup.evaluate(() => undefined);
      await windowFacts(desktop.app, 'popup.html');
      const sent = Date.now();
      relay.pop(aCall({ id: `pbx:${n}.1` }));
      times.push(Math.max(await painted, await shown) - sent);
      const gone = desktop.popup.getByTestId('pop-card').waitFor({ state: 'detached' });
      await desktop.popup.getByTestId('pop-dismiss').click();
      await gone;
      while ((await windowFacts(desktop.app, 'popup.html')).visible) await wait(5);
    }
    times.sort((a, b) => a - b);
    const row = (name: string, value: number | undefined): void =>
      console.log(`  ${name.padEnd(58)} ${(value ?? Number.NaN).toFixed(0)} ms`);
    console.log(`\nWebSocket frame -> visible pop in Electron (${pops} pops, Xvfb, no GPU)`);
    row('p50', times[Math.floor(times.length / 2)]);
    row('p95', times[Math.floor(times.length * 0.95)]);
    row('p99', times[Math.floor(times.length * 0.99)]);
    row('start of Electron -> registered at the relay', ready);
    await desktop.close();
  } finally {
    await Promise.all([relay.stop(), desk.stop()]);
  }
};

await main();
