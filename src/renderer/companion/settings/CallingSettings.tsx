import { useTranslation } from 'react-i18next';
import { Choices, Switch } from '../../components/Choices';
import { ErrorSentence } from '../../components/TextField';
import { HotkeyField } from './HotkeyField';
import { Locked, Setting, type SettingsPart } from './Setting';

/** X11 hands over what is selected; elsewhere the agent copies first. */
const canSelect = (): boolean => navigator.userAgent.includes('Linux');

/** Numbers in other programs: whether they come here, and what is asked before they are called. */
export const CallingSettings = ({ state, change }: SettingsPart) => {
  const { t } = useTranslation();
  const { settings, appLinks } = state;
  const isElsewhere = appLinks.tel === 'not-ours' || appLinks.callto === 'not-ours';
  return (
    <section data-testid="calling-settings">
      <h2>{t('calling.title')}</h2>
      <Locked state={state} of={['dialConfirm']}>
        <Choices
          legend={t('calling.confirm')}
          hint={t('calling.confirmHint')}
          value={settings.dialConfirm}
          onPick={(dialConfirm) => change({ dialConfirm })}
          options={[
            { value: 'always', label: t('calling.always') },
            { value: 'costly', label: t('calling.costly') },
            { value: 'never', label: t('calling.never') },
          ]}
        />
      </Locked>
      <Locked state={state} of={['dialTelLinks']}>
        <Switch
          label={t('calling.tel')}
          hint={t('calling.telHint')}
          on={settings.dialTelLinks}
          onFlip={(dialTelLinks) => change({ dialTelLinks })}
        />
      </Locked>
      <Locked state={state} of={['dialCalltoLinks']}>
        <Switch
          label={t('calling.callto')}
          hint={t('calling.calltoHint')}
          on={settings.dialCalltoLinks}
          onFlip={(dialCalltoLinks) => change({ dialCalltoLinks })}
        />
      </Locked>
      {isElsewhere && (
        <p className="hint" data-testid="links-elsewhere">
          {t('calling.notOurs')}
        </p>
      )}
      <Locked state={state} of={['dialHotkey']}>
        <Setting
          label={t('calling.hotkey')}
          hint={t(canSelect() ? 'calling.hotkeySelect' : 'calling.hotkeyCopy')}
        >
          <HotkeyField keys={settings.dialHotkey} onKeys={(dialHotkey) => change({ dialHotkey })} />
        </Setting>
      </Locked>
      {appLinks.hotkey === 'taken' && <ErrorSentence>{t('calling.taken')}</ErrorSentence>}
    </section>
  );
};
