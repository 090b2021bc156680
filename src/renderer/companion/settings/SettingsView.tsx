import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languages } from '../../../shared/ipc/settings';
import { Segmented, Select, Switch } from '../../components/Choices';
import { ErrorSentence } from '../../components/TextField';
import { useBridge } from '../../stores/bridge-context';
import { Accounts } from './Accounts';
import { CallingSettings } from './CallingSettings';
import { CallSettings } from './CallSettings';
import { PlaceSettings } from './PlaceSettings';
import { QuietSettings } from './QuietSettings';
import { Locked, Setting, type SettingsPart } from './Setting';
import { SoundSettings } from './SoundSettings';
import './settings.css';

/** Each in its own words, so that it is found whatever is spoken now. */
const ownNames = { en: 'English', de: 'Deutsch', es: 'Español', fr: 'Français' } as const;

const Appearance = ({ state, change }: SettingsPart) => {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t('settings.appearance')}</h2>
      <Locked state={state} of={['theme']}>
        <Setting label={t('settings.theme')}>
          <Segmented
            legend={t('settings.theme')}
            value={state.settings.theme}
            onPick={(theme) => change({ theme })}
            options={[
              { value: 'system', label: t('settings.themeSystem') },
              { value: 'light', label: t('settings.themeLight') },
              { value: 'dark', label: t('settings.themeDark') },
            ]}
          />
        </Setting>
      </Locked>
      <Locked state={state} of={['language']}>
        <Setting label={t('settings.language')}>
          <Select
            label={t('settings.language')}
            value={state.settings.language}
            onPick={(language) => change({ language })}
            options={[
              { value: 'system', label: t('settings.languageSystem') },
              ...languages.map((value) => ({ value, label: ownNames[value] })),
            ]}
          />
        </Setting>
      </Locked>
    </section>
  );
};

/** Each choice takes effect at once; there is nothing to save. */
export const SettingsView = ({ state }: { state: SettingsPart['state'] }) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [problem, setProblem] = useState<string | null>(null);
  const change: SettingsPart['change'] = (patch) =>
    void bridge
      .invoke('settings:set', patch)
      .then((reply) => setProblem(reply.ok ? null : reply.error.message));
  const part = { state, change };
  return (
    <div className="settings" data-testid="settings-view">
      {problem && <ErrorSentence>{problem}</ErrorSentence>}
      {state.managed.problem !== null && (
        <ErrorSentence>
          {t('managed.wrong')} <span lang="en">{state.managed.problem}</span>
        </ErrorSentence>
      )}
      {state.managed.locked.length > 0 && (
        <p className="hint" data-testid="managed">
          {t('managed.some', { source: state.managed.source ?? '' })}
        </p>
      )}
      <Appearance {...part} />
      <CallSettings {...part} />
      {state.platform === 'electron' && <PlaceSettings {...part} />}
      <QuietSettings {...part} />
      <SoundSettings {...part} />
      {state.platform === 'electron' && <CallingSettings {...part} />}
      {state.platform === 'electron' && (
        <section>
          <h2>{t('settings.computer')}</h2>
          <Locked state={state} of={['startAtLogin']}>
            <Switch
              label={t('settings.login')}
              hint={t('settings.loginHint')}
              on={state.settings.startAtLogin}
              onFlip={(startAtLogin) => change({ startAtLogin })}
            />
          </Locked>
        </section>
      )}
      <Accounts state={state} />
    </div>
  );
};
