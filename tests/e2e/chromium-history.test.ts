/** The history at its longest, in a real browser: 100,000 calls, of which only those in sight are in the page. */
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { chromiumStage, picture } from '../support/chromium-stage';
import { aDay, aState, NOW } from '../support/chromium-states';

const COUNT = 100_000;
const SECONDS_BETWEEN = 300;
const show = chromiumStage();

/** The page makes its own answer: 100,000 calls, five minutes apart, the caller's number telling which one it is. */
const fill = (page: Page): Promise<void> =>
  page.evaluate(
    ([pattern, count, seconds, now]) => {
      const calls = Array.from({ length: count }, (_, index) => ({
        ...pattern,
        id: `pbx:${index}`,
        contact: null,
        remote: { number: `+49${index}`, display: `No. ${index}`, name: null, anonymous: false },
        startedAt: new Date(Date.parse(now) - index * seconds * 1000).toISOString(),
      }));
      const answers = (window as unknown as { fake: { answers: Record<string, unknown> } }).fake.answers;
      answers['history:list'] = { ok: true, value: { calls } };
    },
    [aDay()[0], COUNT, SECONDS_BETWEEN, NOW] as const,
  );

const openLong = async () => {
  const opened = await show('companion', aState());
  const { page } = opened;
  await page.getByTestId('history-row').first().waitFor();
  await fill(page);
  await page.getByText('Inbound', { exact: true }).click();
  await page.getByText('No. 0', { exact: true }).waitFor();
  return opened;
};
const scrollTo = (page: Page, part: number): Promise<void> =>
  page
    .getByTestId('history-list')
    .evaluate((list, at) => list.scrollTo(0, at * (list.scrollHeight - list.clientHeight)), part);
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.querySelector('strong')?.textContent ?? '');

describe('a history of 100,000 calls', () => {
  it('has only the rows in sight in the page, wherever it is scrolled', async () => {
    const { page } = await openLong();
    const rows = page.getByTestId('history-row');
    for (const [part, from, to] of [
      [0, 0, 0],
      [0.5, COUNT * 0.48, COUNT * 0.52],
      [1, COUNT - 20, COUNT - 1],
    ] as const) {
      await scrollTo(page, part);
      const inSight = (): Promise<number> =>
        page.evaluate(() => {
          const list = document.querySelector('.history-list')?.getBoundingClientRect();
          const row = document.elementsFromPoint((list?.left ?? 0) + 60, (list?.top ?? 0) + 60);
          const name = row.map((one) => one.closest('.history-row')?.querySelector('strong')?.textContent);
          return Number(name.find(Boolean)?.replace('No. ', '') ?? -1);
        });
      await expect.poll(inSight).toBeGreaterThanOrEqual(from);
      expect(await inSight()).toBeLessThanOrEqual(to);
      expect(await rows.count()).toBeLessThan(60);
    }
    await picture(page, 'history-100000');
  });

  it("keeps the day's heading in sight and tells a screen reader how many calls the day has", async () => {
    const { page } = await openLong();
    await scrollTo(page, 0.5);
    // What lies right under the list's upper edge.
    const atTop = () =>
      page.getByTestId('history-list').evaluate((list) => {
        const { left, top } = list.getBoundingClientRect();
        const heading = document.elementFromPoint(left + 20, top + 10)?.closest('h2.day');
        return { day: heading?.textContent ?? null, y: (heading?.getBoundingClientRect().y ?? 0) - top };
      });
    await expect.poll(async () => (await atTop()).day).toMatch(/September 2025/);
    expect((await atTop()).y).toBe(0);
    // A day of five-minute steps has 288 calls. The first one in the page is the one that Tab reaches.
    const item = page.getByTestId('history-list').getByRole('listitem').nth(20);
    expect(await item.getAttribute('aria-setsize')).toBe('288');
    expect(Number(await item.getAttribute('aria-posinset'))).toBeGreaterThan(0);
  });

  it('walks by keyboard from end to end, and back to the row that has the focus', async () => {
    const { page } = await openLong();
    await page.getByTestId('history-row').first().focus();
    // Past the first day's heading and far past what was drawn at first.
    for (let step = 0; step < 200; step++) await page.keyboard.press('ArrowDown');
    await expect.poll(() => focused(page)).toBe('No. 200');
    await page.keyboard.press('End');
    await expect.poll(() => focused(page)).toBe(`No. ${COUNT - 1}`);
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => focused(page)).toBe(`No. ${COUNT - 2}`);
    // Scrolled out of sight it keeps the focus; the next key goes on from it.
    await scrollTo(page, 0);
    await page.getByText('No. 0', { exact: true }).waitFor();
    expect(await focused(page)).toBe(`No. ${COUNT - 2}`);
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => focused(page)).toBe(`No. ${COUNT - 3}`);
    await page.keyboard.press('Enter');
    expect(await page.getByTestId('call-page').innerText()).toContain(`No. ${COUNT - 3}`);
    await page.keyboard.press('Home');
    await expect.poll(() => focused(page)).toBe('No. 0');
    // Under its heading no row hides.
    const [row, heading] = [page.locator('.history-row:focus'), page.locator('h2.day').first()];
    const [rowBox, headingBox] = [await row.boundingBox(), await heading.boundingBox()];
    expect(rowBox?.y).toBeGreaterThanOrEqual((headingBox?.y ?? 0) + (headingBox?.height ?? 0));
  });
});
