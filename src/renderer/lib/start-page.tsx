import '@fontsource-variable/inter/wght.css';
import '../components/tokens.css';
import '../components/base.css';
import '../components/controls.css';
import '../components/choices.css';
import '../components/pop-card.css';
import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { findBridge } from '../bridge/find-bridge';
import { speak, startI18n } from '../i18n';
import { BridgeProvider } from '../stores/bridge-context';
import { mirrorState } from '../stores/companion-store';
import { inWords } from './error-sentence';
import { createNewRings } from './new-rings';
import { oncePerBrowser } from './once-per-browser';
import { playSound } from './sounds';

/** What both pages do first: texts, bridge, mirror, theme; then `page` is drawn. */
export const startPage = async (page: ReactNode): Promise<void> => {
  const t = startI18n();
  const bridge = inWords(await findBridge(), t, () => document.documentElement.lang);
  const { store } = mirrorState(bridge);
  store.subscribe(({ state }) => {
    speak(state?.settings.language ?? 'system');
    const theme = state?.settings.theme ?? 'system';
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  });
  // One page of the desktop is enough to be heard: that of the pop, which is always there.
  if (bridge.platform === 'web' || document.body.classList.contains('popup')) {
    const rings = createNewRings();
    store.subscribe(({ state }) => {
      if (!state || !rings(state)) return;
      const play = (): void => playSound(state.settings.sound, state.settings.soundVolume);
      if (bridge.platform === 'electron') play();
      // A page that nobody has clicked into yet stays silent; another tab may be heard.
      else if (navigator.userActivation.hasBeenActive)
        oncePerBrowser(
          `cti.ring.${[...state.pops, ...state.notices].map(({ callId }) => callId).join(' ')}`,
          play,
        );
    });
  }
  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no #root');
  createRoot(root).render(
    <StrictMode>
      <BridgeProvider bridge={bridge} store={store}>
        {page}
      </BridgeProvider>
    </StrictMode>,
  );
};
