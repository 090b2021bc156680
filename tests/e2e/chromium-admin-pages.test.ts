/** The dashboard's other pages in their states, as chromium-admin-states does for the first one. */
import { describe, expect, it } from 'vitest';
import { adminPicture, adminStage } from '../support/chromium-admin';
import { pastCalls } from '../support/admin-states';
import { aConversation, aStory } from '../support/admin-story';
import { overflow } from '../support/chromium-stage';

const show = adminStage();
const dark = { colorScheme: 'dark' } as const;
const story = `#/history/${encodeURIComponent('pbx:2.0')}`;
const refusal = (status: number, code: string, message: string, details?: unknown) => ({
  status,
  body: { error: { code, message, details } },
});

/** Each page by the thing that shows that it has loaded. */
const ready = {
  charts: '[data-testid=chart]',
  history: '[data-testid=history-row]',
  'call-log': '[data-testid=job]',
  agents: '[data-testid=agent]',
  keys: '[data-testid=key]',
  audit: '[data-testid=audit-entry]',
  settings: '[data-testid=setting]',
  logs: '[data-testid=log-line]',
} as const;
const pages = Object.keys(ready) as (keyof typeof ready)[];
const question = {
  charts: 'GET /api/series',
  history: 'GET /api/calls',
  'call-log': 'GET /api/call-log',
  agents: 'GET /api/agents',
  keys: 'GET /api/keys',
  audit: 'GET /api/audit',
  settings: 'GET /api/settings',
  logs: 'GET /api/logs',
} as const;
const nothing = {
  charts: { bucketSeconds: 300, points: [] },
  history: { calls: [], nextCursor: null },
  'call-log': { jobs: [], nextCursor: null },
  agents: { agents: [] },
  keys: { keys: [] },
  audit: { entries: [], nextCursor: null },
  settings: { settings: [] },
  logs: { lines: [], latest: 0 },
} as const;

describe.each(pages)('the page %s', (name) => {
  it('is whole in light, dark and narrow', async () => {
    const { page } = await show(`#/${name}`);
    await page.locator(ready[name]).first().waitFor();
    await adminPicture(page, `${name}-light`);
    await page.emulateMedia({ colorScheme: 'dark' });
    await adminPicture(page, `${name}-dark`);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 720, height: 900 });
    expect(await overflow(page)).toBe(0);
    await adminPicture(page, `${name}-720`);
    await page.setViewportSize({ width: 1024, height: 800 });
    expect(await overflow(page)).toBe(0);
    await adminPicture(page, `${name}-1024`);
  });

  it('says it where there is nothing, and where nobody answers', async () => {
    const empty = await show(`#/${name}`, { [question[name]]: { body: nothing[name] } });
    await empty.page.locator('.said, .chart-empty').first().waitFor();
    await adminPicture(empty.page, `${name}-empty`);
    const broken = await show(
      `#/${name}`,
      { [question[name]]: refusal(503, 'unavailable', 'The relay is about to stop.') },
      dark,
    );
    await broken.page.getByText('The relay is about to stop.').waitFor();
    await adminPicture(broken.page, `${name}-error-dark`);
    broken.answers[question[name]] = empty.answers[question[name]] ?? 'never';
    await broken.page.getByRole('button', { name: 'Try again' }).click();
    await broken.page.locator('.said, .chart-empty').first().waitFor();
  });

  it('holds its place while it loads', async () => {
    const { page } = await show(`#/${name}`, { [question[name]]: 'never' });
    await page.getByTestId('waiting').first().waitFor();
    await adminPicture(page, `${name}-loading`);
  });
});

describe('charts', () => {
  it('tell each value to the keyboard and all of them in a table', async () => {
    const { page } = await show('#/charts');
    const chart = page.getByTestId('chart').first();
    await chart.locator('svg[role=img]').focus();
    await page.keyboard.press('End');
    expect(await chart.getByTestId('chart-at').innerText()).toMatch(/^\d\d:\d\d–\d\d:\d\d · Calls \d/);
    await page.keyboard.press('Home');
    await adminPicture(page, 'charts-value');
    await chart.getByRole('button', { name: 'As a table' }).click();
    expect(await chart.locator('tbody tr').count()).toBeGreaterThan(20);
    await adminPicture(page, 'charts-table');
  });
});

describe('history', () => {
  it('shows one call step by step, and only of one kind where that is wanted', async () => {
    const { page } = await show(story);
    await page.getByTestId('story').waitFor();
    expect(await page.getByTestId('story-name').innerText()).toBe('Maria Lindqvist');
    expect(await page.getByTestId('story').innerText()).toContain('Anna Becker sees the pop, after 18 ms');
    await adminPicture(page, 'story-light');
    await page.getByText('CRM', { exact: true }).click();
    expect(await page.getByTestId('story-pbx').count()).toBe(0);
    expect(await page.getByTestId('story-crm').count()).toBe(2);
    await page.emulateMedia({ colorScheme: 'dark' });
    await adminPicture(page, 'story-dark');
    await page.setViewportSize({ width: 720, height: 900 });
    expect(await overflow(page)).toBe(0);
    await adminPicture(page, 'story-720');
  });

  it('shows what was said to the AI agent when somebody wants to read it, and why where it does not come', async () => {
    const words = 'GET /api/calls/:id/transcript';
    const asked: string[] = [];
    const conversation = aConversation({ lines: 120 });
    const { page, answers } = await show(story, {
      [words]: ({ url }) => {
        asked.push(decodeURIComponent(url.pathname));
        return {
          status: 503,
          body: { error: { code: 'unavailable', message: 'The relay is about to stop.' } },
        };
      },
    });
    const open = page.getByTestId('show-transcript');
    await open.waitFor();
    expect(asked).toEqual([]);
    await open.click();
    await page.getByText('The relay is about to stop.').waitFor();
    expect(asked).toEqual(['/api/calls/pbx:2.0/transcript']);
    await adminPicture(page, 'transcript-failed');
    answers[words] = { body: { callId: 'pbx:2.0', conversations: [conversation] } };
    await open.click();
    const lines = page.getByTestId('transcript').locator('li');
    await expect.poll(() => lines.count()).toBe(120);
    expect(await lines.first().innerText()).toContain('Front desk 0:00');
    // Long: it scrolls by itself, and by the keyboard.
    const box = page.getByRole('group', { name: 'What was said' });
    expect(await box.evaluate((element) => element.scrollHeight > element.clientHeight)).toBe(true);
    expect(await box.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('End');
    await expect.poll(() => box.evaluate((element) => element.scrollTop)).toBeGreaterThan(0);
    await adminPicture(page, 'transcript-light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 720, height: 900 });
    expect(await overflow(page)).toBe(0);
    await adminPicture(page, 'transcript-720-dark');
  });

  it('says that no words are kept, and shows none where no AI agent talked', async () => {
    const { page } = await show(story, {
      'GET /api/calls/:id/transcript': { body: { callId: 'pbx:2.0', conversations: [] } },
    });
    await page.getByTestId('show-transcript').click();
    await page.getByText('No words are kept of this conversation.').waitFor();
    const told = aStory();
    const { page: plain } = await show(story, {
      'GET /api/calls/:id/story': {
        body: {
          ...told,
          call: { ...told.call, ai: null },
          entries: told.entries.filter(({ kind }) => kind !== 'conversation'),
        },
      },
    });
    await plain.getByTestId('story').waitFor();
    expect(await plain.getByTestId('show-transcript').count()).toBe(0);
  });

  it('asks for what is typed, and for the next page at the end of the list', async () => {
    const asked: string[] = [];
    const { page } = await show('#/history', {
      'GET /api/calls': ({ url }) => {
        asked.push(url.search);
        const next = url.searchParams.has('cursor');
        return { body: { calls: pastCalls(100, next ? 100 : 0), nextCursor: next ? null : 'older' } };
      },
    });
    await page.getByTestId('history-row').first().waitFor();
    await page.getByTestId('history-list').evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await expect.poll(() => asked.some((search) => search.includes('cursor=older'))).toBe(true);
    await page.getByTestId('filter-number').fill('0171');
    await page.getByTestId('filter-outcome').selectOption('abandoned');
    await expect.poll(() => asked.at(-1)).toMatch(/number=0171&outcome=abandoned/);
    expect(page.url()).not.toContain('0171');
  });
});

it('speaks German', async () => {
  for (const name of ['now', ...pages] as const) {
    const { page } = await show(`#/${name}`, {}, { locale: 'de-DE' });
    await page
      .locator(name === 'now' ? '[data-testid=live-call]' : ready[name])
      .first()
      .waitFor();
    expect(await overflow(page)).toBe(0);
    await adminPicture(page, `${name}-de`);
  }
});
