/** A tab of the web companion in Chromium: what it plays and shows is counted, and it can be put into the background. */
import type { BrowserContext, Page } from 'playwright';

interface Counted {
  sounds: number;
  notifications: { title: string; body: string; closed: boolean; click: () => void }[];
  /** What the agent will say when the browser asks. */
  says: NotificationPermission;
  away: boolean;
}
interface TabWindow {
  tab: Counted;
}

/** Runs in the page, before its own scripts. */
const count = (permission: NotificationPermission): void => {
  const tab: Counted = { sounds: 0, notifications: [], says: 'granted', away: false };
  Object.assign(window, { tab });
  class Heard extends AudioContext {
    override createOscillator(): OscillatorNode {
      tab.sounds += 1;
      return super.createOscillator();
    }
  }
  Object.defineProperty(window, 'AudioContext', { value: Heard });
  class Shown extends EventTarget {
    static permission = permission;
    static requestPermission = (): Promise<NotificationPermission> => {
      Shown.permission = tab.says;
      return Promise.resolve(tab.says);
    };
    private readonly record: Counted['notifications'][number];
    constructor(title: string, { body = '' }: NotificationOptions = {}) {
      super();
      this.record = { title, body, closed: false, click: () => this.dispatchEvent(new Event('click')) };
      tab.notifications.push(this.record);
    }
    close(): void {
      this.record.closed = true;
    }
  }
  Object.defineProperty(window, 'Notification', { value: Shown });
  Object.defineProperty(document, 'visibilityState', { get: () => (tab.away ? 'hidden' : 'visible') });
};

export interface WebTab {
  page: Page;
  /** Errors and breaches of the page's policy. */
  problems: string[];
  sounds: () => Promise<number>;
  notifications: () => Promise<{ title: string; body: string; closed: boolean }[]>;
  clickNotification: () => Promise<void>;
  /** What the agent will say when the browser asks about notifications. */
  willSay: (says: NotificationPermission) => Promise<void>;
  /** Puts another tab in front of it, or it in front again. */
  away: (away: boolean) => Promise<void>;
}

export const openTab = async (
  context: BrowserContext,
  url: string,
  permission: NotificationPermission = 'default',
): Promise<WebTab> => {
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) problems.push(message.text());
  });
  await page.addInitScript(count, permission);
  await page.goto(url);
  const read = <T>(take: (tab: Counted) => T): Promise<T> =>
    page.evaluate<T>(`(${take.toString()})(window.tab)`);
  return {
    page,
    problems,
    sounds: () => read(({ sounds }) => sounds),
    notifications: () =>
      read(({ notifications }) => notifications.map(({ title, body, closed }) => ({ title, body, closed }))),
    clickNotification: () => read(({ notifications }) => notifications.at(-1)?.click()),
    willSay: (says) =>
      page.evaluate((word) => {
        (window as unknown as TabWindow).tab.says = word;
      }, says),
    away: (away) =>
      page.evaluate((isAway) => {
        (window as unknown as TabWindow).tab.away = isAway;
        document.dispatchEvent(new Event('visibilitychange'));
      }, away),
  };
};
