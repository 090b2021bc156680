import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { views } from '../../shared/ipc/contract';
import type { CompanionState } from '../../shared/ipc/state';
import { ErrorSentence } from '../components/TextField';
import { PopStack } from '../components/PopStack';
import { useBridge, useCompanionState, useStartProblem } from '../stores/bridge-context';
import type { Someone } from '../lib/someone';
import { useCommandKey, useShortcut } from '../lib/use-shortcut';
import { popActions } from '../stores/pop-actions';
import { AppBanners } from './AppBanners';
import { useDial } from '../stores/use-dial';
import { ConnectionsView } from './connections/ConnectionsView';
import { ContactsView } from './people/ContactsView';
import { DialSaid } from './DialSaid';
import { DialView } from './dial/DialView';
import { HistoryView } from './history/HistoryView';
import { LinkBanner } from './LinkBanner';
import { LiveCalls } from './LiveCalls';
import { PaletteButton } from './palette/PaletteButton';
import { Palette } from './palette/Palette';
import { QuietBanner } from './QuietBanner';
import { Rail } from './Rail';
import { SettingsView } from './settings/SettingsView';
import { CrmStep } from './setup/CrmStep';
import { RequestCard } from './requests/RequestCard';
import { RelayStep } from './setup/RelayStep';
import { TestStep } from './setup/TestStep';
import { NotificationBanner } from './web/NotificationBanner';

type View = (typeof views)[number];

/** Before the first state: nothing for the blink it takes, or the reason why there is none. */
const Starting = () => {
  const { t } = useTranslation();
  const problem = useStartProblem();
  return (
    <main className="starting" aria-busy={problem === null}>
      {problem === null ? (
        <p className="visually-hidden">{t('app.loading')}</p>
      ) : (
        <ErrorSentence>{problem}</ErrorSentence>
      )}
    </main>
  );
};

const Ready = ({ state }: { state: CompanionState }) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [view, setView] = useState<View>('history');
  const [selected, setSelected] = useState<string | null>(null);
  const [person, setPerson] = useState<Someone | null>(null);
  const [palette, setPalette] = useState(false);
  const { dialled, dial, forget } = useDial();
  useShortcut('d', () => setView('dial'));
  useCommandKey('k', () => setPalette((isOpen) => !isOpen));
  const toCall = useCallback((callId: string) => {
    setView('history');
    setSelected(callId);
  }, []);
  const toPerson = useCallback((someone: Someone) => {
    setView('contacts');
    setPerson(someone);
  }, []);
  const toDial = useCallback((number: string) => void dial(number), [dial]);
  useEffect(
    () =>
      bridge.on('window:navigate', (to) => {
        setView(to.view);
        if (to.callId !== undefined) setSelected(to.callId);
      }),
    [bridge],
  );
  return (
    <div className="app">
      <Rail state={state} view={view} onView={setView} />
      <main className="stage" aria-label={t('nav.main')}>
        <LinkBanner links={state.links} />
        <QuietBanner state={state} onShow={() => setView('history')} />
        <AppBanners />
        <NotificationBanner state={state} />
        <LiveCalls state={state} onPick={toCall} />
        <header className="top">
          <h1>{t(`nav.${view}`)}</h1>
          <PaletteButton onOpen={() => setPalette(true)} />
          <DialSaid dialled={dialled} onDone={forget} />
        </header>
        {view === 'history' ? (
          <HistoryView state={state} selected={selected} onSelect={setSelected} />
        ) : view === 'contacts' ? (
          <ContactsView state={state} shown={person} onShow={setPerson} onCall={toCall} />
        ) : view === 'dial' ? (
          <DialView state={state} />
        ) : view === 'connections' ? (
          <ConnectionsView state={state} onSettings={() => setView('settings')} />
        ) : (
          <SettingsView state={state} />
        )}
      </main>
      {palette && (
        <Palette
          state={state}
          onClose={() => setPalette(false)}
          onView={setView}
          onCall={toCall}
          onPerson={toPerson}
          onDial={toDial}
        />
      )}
      {state.platform === 'web' && state.pops.length > 0 && (
        <aside className="pop-dock">
          <PopStack shown={state} actions={popActions(bridge)} ownsKeyboard={false} />
        </aside>
      )}
    </div>
  );
};

const Stage = ({ state }: { state: CompanionState }) => {
  // Offered once, right after the relay has taken the agent in: the CRM's sign-in, then a test.
  const [offers, setOffers] = useState<'crm' | 'test' | null>(null);
  const [before, setBefore] = useState(state.stage);
  // Typed in or by a link: both ways lead on. Who signs in again has seen the test.
  if (state.stage !== before) {
    setBefore(state.stage);
    const isNew = before === 'needs-relay' || state.crmAccount === null;
    setOffers(state.stage === 'ready' && state.platform === 'electron' && isNew ? 'crm' : null);
  }
  if (state.stage !== 'ready') return <RelayStep state={state} />;
  if (offers === 'crm' && state.crmAccount === null) return <CrmStep onDone={() => setOffers('test')} />;
  if (offers !== null) return <TestStep state={state} onDone={() => setOffers(null)} />;
  return <Ready state={state} />;
};

export const App = () => {
  const state = useCompanionState();
  if (state === null || state.stage === 'loading') return <Starting />;
  return (
    <>
      <Stage state={state} />
      <RequestCard state={state} />
    </>
  );
};
