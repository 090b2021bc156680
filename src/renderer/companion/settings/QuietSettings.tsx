import { useTranslation } from 'react-i18next';
import { quietFor } from '../../../shared/companion/showing';
import { Segmented, Switch } from '../../components/Choices';
import { timeOfDay } from '../../lib/days';
import { Locked, Setting, type SettingsPart } from './Setting';

const times = { half: 30, hour: 60, open: null } as const;

/** Do-not-disturb and what comes through even then. */
export const QuietSettings = ({ state, change }: SettingsPart) => {
  const { t, i18n } = useTranslation();
  const { quiet, settings } = state;
  const { quietLets: lets } = settings;
  const isOwn = quiet.by === 'own';
  const status =
    isOwn && quiet.until !== null
      ? t('quiet.onUntil', { time: timeOfDay(quiet.until, i18n.language) })
      : t('quiet.hint');
  return (
    <section>
      <h2>{t('quiet.title')}</h2>
      <Setting label={status} {...(quiet.by === 'system' && { hint: t('quiet.bySystem') })}>
        <Segmented
          legend={t('quiet.title')}
          // A running time is none of the choices; it is said beside them.
          value={isOwn ? (quiet.until === null ? 'open' : null) : 'off'}
          onPick={(choice) =>
            change({ quiet: choice === 'off' ? null : quietFor(times[choice], Date.now()) })
          }
          options={[
            { value: 'off', label: t('quiet.off') },
            { value: 'half', label: t('quiet.half') },
            { value: 'hour', label: t('quiet.hour') },
            { value: 'open', label: t('quiet.open') },
          ]}
        />
      </Setting>
      <p>{t('quiet.lets')}</p>
      <Locked state={state} of={['quietLets']}>
        <Switch
          label={t('quiet.handOvers')}
          hint={t('quiet.handOversHint')}
          on={lets.handOvers}
          onFlip={(handOvers) => change({ quietLets: { ...lets, handOvers } })}
        />
      </Locked>
      <Locked state={state} of={['quietLets']}>
        <Switch
          label={t('quiet.direct')}
          hint={t('quiet.directHint')}
          on={lets.direct}
          onFlip={(direct) => change({ quietLets: { ...lets, direct } })}
        />
      </Locked>
      {quiet.system !== null && (
        <Switch
          label={t('quiet.withSystem')}
          hint={t('quiet.withSystemHint')}
          on={settings.quietWithSystem}
          onFlip={(quietWithSystem) => change({ quietWithSystem })}
        />
      )}
    </section>
  );
};
