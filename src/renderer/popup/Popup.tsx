import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { PopStack } from '../components/PopStack';
import { useBridge, useCompanionState } from '../stores/bridge-context';
import { popActions } from '../stores/pop-actions';

/** The window's greatest height; what is longer scrolls inside. CSS px. */
const MAX_HEIGHT = 520;

export const Popup = () => {
  const bridge = useBridge();
  const { t } = useTranslation();
  const state = useCompanionState();
  const content = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = content.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const height = Math.min(Math.ceil(element.getBoundingClientRect().height), MAX_HEIGHT);
      void bridge.invoke('pop:resize', { height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [bridge]);
  return (
    <main ref={content}>
      <h1 className="visually-hidden">{t('pop.stack')}</h1>
      {state && state.pops.length > 0 && <PopStack shown={state} actions={popActions(bridge)} ownsKeyboard />}
    </main>
  );
};
