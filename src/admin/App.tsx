import { useStore } from 'zustand';
import { ErrorSentence } from '../renderer/components/TextField';
import { useTexts } from './i18n';
import { problemText } from './lib/problem-text';
import { usePlace } from './lib/use-place';
import { AccountsPage } from './accounts/AccountsPage';
import { AgentsPage } from './agents/AgentsPage';
import { AuditPage } from './audit/AuditPage';
import { AwayBanner } from './AwayBanner';
import { CallLogPage } from './call-log/CallLogPage';
import { ChartsPage } from './charts/ChartsPage';
import { HistoryPage } from './history/HistoryPage';
import { KeysPage } from './keys/KeysPage';
import { LogsPage } from './log/LogsPage';
import { SettingsPage } from './settings/SettingsPage';
import { Rail } from './Rail';
import { NowPage } from './now/NowPage';
import { SignIn } from './session/SignIn';
import { useHouse } from './state/house';
import type { ThemeStore } from './state/theme';
import type { Place } from './lib/place';

const Stage = ({ page, callId }: Place) => {
  switch (page) {
    case 'now':
      return <NowPage />;
    case 'charts':
      return <ChartsPage />;
    case 'history':
      return <HistoryPage callId={callId} />;
    case 'call-log':
      return <CallLogPage />;
    case 'agents':
      return <AgentsPage />;
    case 'keys':
      return <KeysPage />;
    case 'accounts':
      return <AccountsPage />;
    case 'audit':
      return <AuditPage />;
    case 'settings':
      return <SettingsPage />;
    case 'logs':
      return <LogsPage />;
  }
};

const SignedIn = ({ theme, resting }: { theme: ThemeStore; resting: boolean }) => {
  const { t } = useTexts();
  const place = usePlace();
  return (
    // While the session is over the page is kept as it was, but nothing of it can be read or used.
    <div className="app" inert={resting}>
      <Rail page={place.page} theme={theme} />
      <main className="stage" aria-label={t('app.main')}>
        <AwayBanner />
        <Stage key={place.page} page={place.page} callId={place.callId} />
      </main>
    </div>
  );
};

/** Signed in: the dashboard. Not: the way in, over the page where somebody was signed in until now. */
export const App = ({ theme }: { theme: ThemeStore }) => {
  const { t } = useTexts();
  const { session } = useHouse();
  const { stage, problem } = useStore(session);
  if (stage === 'asking')
    return (
      <main className="starting" aria-busy={problem === null}>
        {problem === null ? (
          <p className="visually-hidden">{t('state.loading')}</p>
        ) : (
          <ErrorSentence>{problemText(problem, t)}</ErrorSentence>
        )}
      </main>
    );
  return (
    <>
      {stage !== 'out' && <SignedIn theme={theme} resting={stage === 'over'} />}
      {stage !== 'in' && <SignIn />}
    </>
  );
};
