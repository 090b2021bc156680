/** The built pages in a real Chromium, with a bridge whose state and answers the test decides. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright';
import { createBuilder } from 'vite';
import type { Call } from '../../src/shared/call/call';
import type { Reply } from '../../src/shared/ipc/contract';
import type { HistoryQuery } from '../../src/shared/ipc/history';
import type { CompanionState } from '../../src/shared/ipc/state';

/** Builds only the pages, into a folder of its own. */
export const buildPages = async (): Promise<{ dir: string; remove: () => Promise<void> }> => {
  const dir = await mkdtemp(join(tmpdir(), 'cti-pages-'));
  const { NODE_ENV } = process.env;
  // Under vitest it is "test", which would build React's development version.
  process.env.NODE_ENV = 'production';
  try {
    const builder = await createBuilder({
      logLevel: 'error',
      mode: 'production',
      environments: { client: { build: { outDir: dir } } },
    });
    const { client } = builder.environments;
    if (!client) throw new Error('vite.config.ts has no client environment');
    await builder.build(client);
  } finally {
    process.env.NODE_ENV = NODE_ENV;
  }
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
};

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

/** Answers with the files of the folder under /companion/ and /admin/, as the relay does. */
export const pageHandler =
  (dir: string): RequestListener =>
  (request, response) => {
    // Every browser asks for it, no page names it.
    if (request.url === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    const path = normalize(
      new URL(request.url ?? '/', 'http://x').pathname.replace(/^\/(companion|admin)\//, '/'),
    );
    readFile(join(dir, path)).then(
      (body) => {
        response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' });
        response.end(body);
      },
      () => {
        response.writeHead(404).end();
      },
    );
  };

export const servePages = async (dir: string): Promise<{ origin: string; close: () => Promise<void> }> => {
  const server = createServer(pageHandler(dir));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // An address that is not this computer's own: without HTTPS a browser keeps much from its pages.
      '--host-resolver-rules=MAP relay.test 127.0.0.1',
    ],
  });

export interface Asked {
  channel: string;
  input: unknown;
}
/**
 * What the fake bridge answers; a list is used up one by one, its last answer stays. Questions about the history that
 * have no answer of their own are answered from the calls of `history:list`.
 */
export type Answers = Record<string, Reply<unknown> | Reply<unknown>[]>;

export interface Opened {
  page: Page;
  push: (state: CompanionState) => Promise<void>;
  navigate: (to: { view: 'history' | 'connections' | 'settings'; callId?: string }) => Promise<void>;
  /** All that the page has asked for on this channel. */
  asked: (channel: string) => Promise<unknown[]>;
  answer: (channel: string, reply: Reply<unknown>) => Promise<void>;
  /** Errors and CSP violations of the page. */
  problems: string[];
  close: () => Promise<void>;
}

interface TestWindow {
  fake: {
    asked: Asked[];
    answers: Answers;
    emit(channel: string, payload: unknown): void;
  };
}

const installBridge = ({ state, answers }: { state: CompanionState; answers: Answers }): void => {
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  const fake: TestWindow['fake'] = {
    asked: [],
    answers: { 'state:get': { ok: true, value: state }, ...answers },
    emit: (channel, payload) => {
      if (channel === 'state:changed') ({ revision } = (payload as CompanionState).history);
      listeners.get(channel)?.forEach((listen) => listen(payload));
    },
  };
  let { revision } = state.history;
  const ask = (channel: string, input: unknown): Reply<unknown> | undefined => {
    const kept = fake.answers['history:list'];
    if (!kept || Array.isArray(kept) || !/^(history:(find|rows|call)|people:find)$/.test(channel))
      return undefined;
    if (!kept.ok) return kept;
    const { calls } = kept.value as { calls: Call[] };
    const { text, filter, queue, from, count, callId } = input as HistoryQuery & {
      from: number;
      count: number;
      callId: string;
    };
    if (channel === 'history:call')
      return { ok: true, value: { call: calls.find(({ id }) => id === callId) ?? null } };
    if (channel === 'people:find') {
      const people = new Map<string, unknown>();
      for (const call of calls) {
        const { number, display, name } = call.remote;
        const person = {
          key: number,
          name: call.contact?.name ?? name,
          account: call.contact?.account ?? null,
          number,
          display,
          call,
          calls: 1,
        };
        const words = `${person.name ?? ''} ${person.account ?? ''} ${number ?? ''}`.toLowerCase();
        if (number !== null && words.includes(text.toLowerCase()) && !people.has(number))
          people.set(number, person);
      }
      return { ok: true, value: { people: [...people.values()] } };
    }
    const digits = /^[\d +]+$/.test(text) ? text.replace(/\D/g, '').replace(/^0/, '') : text.toLowerCase();
    const fits = (call: Call): boolean =>
      (filter === 'all' ||
        (filter === 'missed' && call.direction === 'inbound' && call.outcome !== 'answered') ||
        (filter === 'ai' && call.ai !== null) ||
        call.direction === filter) &&
      (queue === null || call.queue === queue) &&
      [call.remote.number, call.remote.display, call.contact?.name, call.contact?.account].some((part) =>
        (part ?? '').toLowerCase().includes(digits),
      );
    const found = filter === 'all' && text === '' && queue === null ? calls : calls.filter(fits);
    if (channel === 'history:rows')
      return { ok: true, value: { revision, calls: found.slice(from, from + count) } };
    const days = new Map<string, number>();
    const names = new Map<number, string>();
    for (const { startedAt } of found) {
      const hour = Math.floor(Date.parse(startedAt) / 3600_000);
      const key = names.get(hour) ?? new Date(startedAt).toLocaleDateString('sv');
      names.set(hour, key);
      days.set(key, (days.get(key) ?? 0) + 1);
    }
    const queues = [...new Set(calls.flatMap((call) => (call.queue === null ? [] : [call.queue])))].sort();
    return {
      ok: true,
      value: {
        revision,
        total: found.length,
        days: [...days].map(([key, count]) => ({ key, count })),
        queues,
      },
    };
  };
  const bridge = {
    platform: state.platform,
    invoke: (channel: string, input: unknown) => {
      fake.asked.push({ channel, input });
      const answer = fake.answers[channel];
      const reply = Array.isArray(answer) ? (answer.length > 1 ? answer.shift() : answer[0]) : answer;
      const own = reply === undefined && /^(history|people):/.test(channel) ? ask(channel, input) : reply;
      return Promise.resolve(own ?? { ok: true, value: undefined });
    },
    on: (channel: string, listener: (payload: unknown) => void) => {
      const set = listeners.get(channel) ?? new Set();
      listeners.set(channel, set.add(listener));
      return () => set.delete(listener);
    },
  };
  Object.assign(window, { bridge, fake });
};

export const openPage = async (
  browser: Browser,
  url: string,
  setting: {
    state: CompanionState;
    answers?: Answers;
    nowIso: string;
    context?: BrowserContextOptions;
  },
): Promise<Opened> => {
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    ...setting.context,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.clock.setFixedTime(setting.nowIso);
  await page.addInitScript(installBridge, { state: setting.state, answers: setting.answers ?? {} });
  await page.goto(url);
  await page.locator('main').first().waitFor();
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const emit = (channel: string, payload: unknown): Promise<void> =>
    page.evaluate(([name, value]) => (window as unknown as TestWindow).fake.emit(name, value), [
      channel,
      payload,
    ] as const);
  return {
    page,
    problems,
    push: (state) => emit('state:changed', state),
    navigate: (to) => emit('window:navigate', to),
    asked: (channel) =>
      page.evaluate(
        (name) =>
          (window as unknown as TestWindow).fake.asked
            .filter((one) => one.channel === name)
            .map((one) => one.input),
        channel,
      ),
    answer: (channel, reply) =>
      page.evaluate(
        ([name, value]) => {
          (window as unknown as TestWindow).fake.answers[name] = value;
        },
        [channel, reply] as const,
      ),
    close: () => context.close(),
  };
};

/** Contrast ratio (WCAG 2) of an element's text with what is painted behind it. */
export const contrastOf = (page: Page, selector: string): Promise<number> =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = 1;
      const paint = canvas.getContext('2d', { willReadFrequently: true });
      if (!paint) throw new Error('no canvas');
      const layers: string[] = [];
      for (let at: Element | null = element; at; at = at.parentElement)
        layers.unshift(getComputedStyle(at).backgroundColor);
      const pixel = (colours: string[]): [number, number, number] => {
        for (const colour of colours) {
          paint.fillStyle = colour;
          paint.fillRect(0, 0, 1, 1);
        }
        const [r = 0, g = 0, b = 0] = paint.getImageData(0, 0, 1, 1).data;
        return [r, g, b];
      };
      const luminance = (rgb: [number, number, number]): number => {
        const [r = 0, g = 0, b = 0] = rgb.map((value) => {
          const part = value / 255;
          return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const back = luminance(pixel(layers));
      const text = luminance(pixel([getComputedStyle(element).color]));
      return (Math.max(back, text) + 0.05) / (Math.min(back, text) + 0.05);
    });
