import { Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button';
import { Segmented } from '../../components/Choices';
import { playSound } from '../../lib/sounds';
import { Locked, Setting, type SettingsPart } from './Setting';

export const SoundSettings = ({ state, change }: SettingsPart) => {
  const { t } = useTranslation();
  const { sound, soundVolume } = state.settings;
  const isOn = sound !== 'none';
  return (
    <section>
      <h2>{t('settings.sound')}</h2>
      <p className="hint">{t('settings.soundHint')}</p>
      <Locked state={state} of={['sound']}>
        <Segmented
          legend={t('settings.sound')}
          value={sound}
          onPick={(next) => {
            change({ sound: next });
            playSound(next, soundVolume);
          }}
          options={[
            { value: 'none', label: t('settings.soundNone') },
            { value: 'drop', label: t('settings.soundDrop') },
            { value: 'chime', label: t('settings.soundChime') },
            { value: 'bell', label: t('settings.soundBell') },
            { value: 'knock', label: t('settings.soundKnock') },
          ]}
        />
      </Locked>
      {isOn && (
        <Setting label={t('settings.volume')}>
          <span className="volume">
            <input
              type="range"
              min={0}
              max={100}
              step={5}
              value={soundVolume}
              aria-label={t('settings.volume')}
              aria-valuetext={`${soundVolume} %`}
              data-testid="volume"
              onChange={(event) => change({ soundVolume: event.target.valueAsNumber })}
            />
            <span className="tabular percent">{soundVolume} %</span>
            <Button data-testid="sound-test" onClick={() => playSound(sound, soundVolume)}>
              <Play className="icon" aria-hidden /> {t('settings.soundTest')}
            </Button>
          </span>
        </Setting>
      )}
    </section>
  );
};
