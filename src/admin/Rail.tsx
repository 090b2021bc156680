import {
  Activity,
  ChartColumn,
  Clock,
  KeyRound,
  ListTodo,
  LogOut,
  Monitor,
  Moon,
  ScrollText,
  Settings,
  ShieldCheck,
  Sun,
  UserRoundCog,
  Users,
} from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../renderer/components/Button';
import { Mark } from '../renderer/components/Mark';
import { ErrorSentence } from '../renderer/components/TextField';
import { useTexts } from './i18n';
import { hashOf, pages, type Page } from './lib/place';
import { problemText } from './lib/problem-text';
import { useHouse, usePolled } from './state/house';
import { themes, type ThemeStore } from './state/theme';

const icons: Record<Page, typeof Clock> = {
  now: Activity,
  charts: ChartColumn,
  history: Clock,
  'call-log': ListTodo,
  agents: Users,
  keys: KeyRound,
  accounts: UserRoundCog,
  audit: ShieldCheck,
  settings: Settings,
  logs: ScrollText,
};
const themeIcons = { system: Monitor, light: Sun, dark: Moon };

const ThemeButton = ({ theme }: { theme: ThemeStore }) => {
  const { t } = useTexts();
  const now = useStore(theme, (state) => state.theme);
  const Icon = themeIcons[now];
  const label = t('theme.label', { now: t(`theme.${now}`) });
  return (
    <Button
      look={['plain', 'square']}
      title={label}
      aria-label={label}
      data-testid="theme"
      onClick={() => theme.pick(themes[(themes.indexOf(now) + 1) % themes.length] ?? 'system')}
    >
      <Icon className="icon" aria-hidden />
    </Button>
  );
};

/** Where to go; at its foot who is signed in. A page with something that needs a person says how much of it. */
export const Rail = ({ page, theme }: { page: Page; theme: ThemeStore }) => {
  const { t } = useTexts();
  const { session, status } = useHouse();
  const { value } = usePolled(status);
  const { name, problem } = useStore(session);
  const [leaving, setLeaving] = useState(false);
  const counts: Partial<Record<Page, { count: number; bad: boolean }>> = value
    ? {
        now: { count: value.calls.active, bad: false },
        'call-log': {
          count: value.callLog.failed + value.conversations.failed + value.notes.failed,
          bad: true,
        },
      }
    : {};
  return (
    <nav className="rail" aria-label={t('app.name')}>
      <p className="brand">
        <Mark />
        <strong>{t('app.name')}</strong>
      </p>
      <ul className="rail-items">
        {pages.map((id) => {
          const Icon = icons[id];
          const count = counts[id];
          return (
            <li key={id}>
              <a
                className="rail-item"
                href={hashOf(id)}
                aria-current={page === id ? 'page' : undefined}
                title={t(`nav.${id}`)}
                data-testid={`nav-${id}`}
              >
                <Icon className="icon" aria-hidden />
                <span>{t(`nav.${id}`)}</span>
                {count !== undefined && count.count > 0 && (
                  <b className="rail-count tabular" data-bad={count.bad}>
                    {count.count}
                  </b>
                )}
              </a>
            </li>
          );
        })}
      </ul>
      <div className="rail-foot">
        {problem && <ErrorSentence>{problemText(problem, t)}</ErrorSentence>}
        <div className="who">
          <span className="initials" aria-hidden>
            {name.slice(0, 1).toUpperCase()}
          </span>
          <span className="agent-text">
            <strong className="clip" title={name} data-testid="signed-in-as">
              <bdi>{name}</bdi>
            </strong>
            {value && <span className="clip tabular">{t('app.version', { version: value.version })}</span>}
          </span>
          <span className="who-actions">
            <ThemeButton theme={theme} />
            <Button
              look={['plain', 'square']}
              title={t('session.signOut')}
              aria-label={t('session.signOut')}
              data-testid="sign-out"
              disabled={leaving}
              onClick={() => {
                setLeaving(true);
                void session.signOut().finally(() => setLeaving(false));
              }}
            >
              <LogOut className="icon" aria-hidden />
            </Button>
          </span>
        </div>
      </div>
    </nav>
  );
};
