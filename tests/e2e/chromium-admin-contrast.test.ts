/** AA contrast (4.5) of the dashboard's texts, measured on what Chromium paints. */
import { expect, it } from 'vitest';
import { contrastOf } from '../support/chromium';
import { adminStage } from '../support/chromium-admin';

const show = adminStage();

/** Page, what shows that it has loaded, and the texts. */
const checks: [string, string, string[]][] = [
  [
    '#/now',
    '[data-testid=live-call]',
    [
      'h1',
      '.freshness',
      '.rail-item',
      '.rail-item[aria-current]',
      '.rail-count',
      '.rail-count[data-bad=true]',
      '.figure dt',
      '.figure dd',
      '.figure small',
      '.figure[data-bad=true] dd',
      '.table th',
      '.row-link',
      '.under',
      '.tag[data-tone=good]',
      '.tag[data-tone=wait]',
      '.tag[data-tone=bad]',
      '.health-detail',
      '.health-problem',
      '.health-mend',
      '.text-link',
      '.agent-text .tabular',
    ],
  ],
  ['#/charts', '[data-testid=chart] svg[role=img]', ['.chart h2', '.chart-now', '.legend', '.button.link']],
  [
    `#/history/${encodeURIComponent('pbx:2.0')}`,
    '[data-testid=story]',
    [
      '.history-row .what',
      '[data-tone=missed] .what',
      '[aria-current] .row-when span',
      '.call-sub',
      'dt',
      '.story-entry time',
      '.story-more',
      '.story-problem',
      'summary',
      '.filter-bar label',
    ],
  ],
  ['#/keys', '[data-testid=key]', ['.button.primary', '.button.danger', '.table td']],
  ['#/settings', '[data-testid=setting]', ['[data-quiet=true]', '.hint', '.settings-table td']],
  [
    '#/logs',
    '[data-testid=log-line]',
    [
      '.log-line time',
      '.log-level',
      '.log-fields',
      '[data-level=error] .log-level',
      '[data-level=warn] .log-level',
    ],
  ],
];

it.each(['light', 'dark'] as const)('is AA for all texts in %s', async (colorScheme) => {
  for (const [hash, ready, selectors] of checks) {
    const { page } = await show(hash, {}, { colorScheme });
    await page.locator(ready).first().waitFor();
    for (const selector of selectors)
      expect([hash, selector, await contrastOf(page, selector)]).toEqual([
        hash,
        selector,
        expect.toSatisfy((ratio: number) => ratio >= 4.5),
      ]);
  }
});
