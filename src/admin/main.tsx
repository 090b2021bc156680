import '../renderer/lib/no-eval';
import '@fontsource-variable/inter/wght.css';
import '../renderer/components/tokens.css';
import '../renderer/components/base.css';
import '../renderer/components/controls.css';
import '../renderer/components/frame.css';
import './admin.css';
import './components/components.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { systemClock } from '../shared/clock';
import { App } from './App';
import { createAsk } from './api/request';
import { createRelayApi } from './api/relay-api';
import { startI18n } from './i18n';
import { createHouse, HouseProvider } from './state/house';
import { createSession, type SessionStore } from './state/session';
import { createTheme } from './state/theme';

startI18n();
const theme = createTheme(localStorage, document.documentElement);
// The session asks through the API, and the API asks the session for its token.
let session: SessionStore | null = null;
const api = createRelayApi(
  createAsk({
    fetch: window.fetch.bind(window),
    csrfToken: () => session?.getState().csrfToken ?? null,
    onSignedOut: () => session?.end() ?? null,
  }),
);
session = createSession(api, systemClock);
const house = createHouse(api, session, systemClock, () => document.visibilityState === 'visible');
void session.begin();

const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');
createRoot(root).render(
  <StrictMode>
    <HouseProvider house={house}>
      <App theme={theme} />
    </HouseProvider>
  </StrictMode>,
);
