/** AA contrast (4.5) of the main texts, measured on what Chromium paints. */
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { contrastOf } from '../support/chromium';
import { chromiumStage } from '../support/chromium-stage';
import { aCall, ago, aPop, aState, maria, known, NOW, offline, popState } from '../support/chromium-states';

const show = chromiumStage();
describe('contrast', () => {
  it.each(['light', 'dark'] as const)('is AA for all main texts in %s', async (scheme) => {
    const call = aCall({ contact: maria });
    const closing = { why: 'answered-elsewhere', by: '1002', at: ago(-2) } as const;
    const second = aCall({ state: 'ended', outcome: 'abandoned', endedAt: NOW });
    const popup = await show(
      'popup',
      aState({
        calls: [call, second],
        pops: [aPop(call), aPop(second, { shownAt: ago(60) })],
        crm: { [call.id]: known },
      }),
      { scheme },
    );
    const talking = await show('popup', popState(aCall({ state: 'connected' })), { scheme });
    const leaving = await show('popup', aState({ calls: [call], pops: [aPop(call, { closing })] }), {
      scheme,
    });
    const main = await show('companion', aState({ calls: [call], links: offline }), { scheme });
    await main.page.getByTestId('history-row').first().click();
    const checks: [Page, string[]][] = [
      [
        popup.page,
        [
          '.pop-name bdi',
          '.pop-who bdi',
          '.tone-ringing',
          '.tone-missed',
          '.counter',
          '[data-testid=pop-number]',
          '.matched',
          '.kind',
          '.when',
          '.fact-link',
          '.more',
          '.button.primary',
          '[data-testid=pop-copy]',
        ],
      ],
      [talking.page, ['.tone-talking']],
      [leaving.page, ['.tone-quiet']],
      [
        main.page,
        [
          '.banner',
          '.live-who strong',
          '.live-who .tabular',
          '.live-state strong',
          '.day',
          '.history-row strong',
          '[data-tone=missed] .what',
          '.row-text .what',
          '.row-when time',
          '[aria-current] .row-when span',
          '.rail-item',
          '.link .word',
          '.link-problem',
          '.agent .tabular',
          '.call-sub',
          '.timeline time',
          'dt',
          'dd',
          '.segmented label',
        ],
      ],
    ];
    for (const [page, selectors] of checks)
      for (const selector of selectors)
        expect([selector, await contrastOf(page, selector)]).toEqual([
          selector,
          expect.toSatisfy((ratio: number) => ratio >= 4.5),
        ]);
  });
});
