import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button';
import { Segmented, Select } from '../../components/Choices';
import { Locked, Setting, type SettingsPart } from './Setting';

/** On which screen and in which corner the card shows; a browser has no say in that. */
export const PlaceSettings = ({ state, change }: SettingsPart) => {
  const { t } = useTranslation();
  const { popCorner, popPlace, popScreen } = state.settings;
  const isThere = popScreen === 'follow' || state.screens.some(({ id }) => id === popScreen);
  return (
    <section>
      <h2>{t('settings.place')}</h2>
      <Locked state={state} of={['popCorner']}>
        <Setting label={t('settings.corner')} hint={t('settings.cornerHint')}>
          <Segmented
            legend={t('settings.corner')}
            value={popPlace === null ? popCorner : null}
            // Where he has dragged it to, a corner is the way back.
            onPick={(corner) => change({ popCorner: corner, popPlace: null })}
            options={[
              { value: 'top-left', label: t('settings.topLeft') },
              { value: 'top-right', label: t('settings.topRight') },
              { value: 'bottom-left', label: t('settings.bottomLeft') },
              { value: 'bottom-right', label: t('settings.bottomRight') },
            ]}
          />
        </Setting>
      </Locked>
      {popPlace !== null && (
        <div className="setting" data-testid="pop-dragged">
          <p className="hint">{t('settings.dragged')}</p>
          <Button onClick={() => change({ popPlace: null })}>{t('settings.backToCorner')}</Button>
        </div>
      )}
      <Locked state={state} of={['popScreen']}>
        <Setting
          label={t('settings.screen')}
          hint={isThere ? t('settings.screenHint') : t('settings.screenGone')}
        >
          <Select
            label={t('settings.screen')}
            value={isThere ? popScreen : 'follow'}
            onPick={(screen) => change({ popScreen: screen })}
            options={[
              { value: 'follow', label: t('settings.screenFollow') },
              ...state.screens.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </Setting>
      </Locked>
    </section>
  );
};
