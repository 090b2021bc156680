import { SearchX } from 'lucide-react';
import { useState } from 'react';
import { Said } from '../../renderer/components/Said';
import { Page } from '../components/Page';
import { SearchField } from '../../renderer/components/SearchField';
import { Shown } from '../components/Shown';
import type { Setting } from '../../shared/protocol/settings';
import { useTexts } from '../i18n';
import { useOwnPoll } from '../state/house';
import { groupSettings, valueText } from './groups';
import './settings.css';

/** They change by a restart alone. */
const EVERY_MS = 60_000;

const Line = ({ setting }: { setting: Setting }) => {
  const { t } = useTexts();
  const { text, quiet } = valueText(setting, t);
  return (
    <tr data-testid="setting">
      <td className="breakable">
        {setting.path}
        {setting.variable !== null && <span className="under">{setting.variable}</span>}
      </td>
      <td className="breakable tabular selectable" data-quiet={quiet}>
        {text}
      </td>
      <td data-quiet={setting.source === 'default'}>{t(`settings.${setting.source}`)}</td>
    </tr>
  );
};

const Groups = ({ settings }: { settings: readonly Setting[] }) => {
  const { t } = useTexts();
  const [search, setSearch] = useState('');
  const groups = groupSettings(settings, search);
  return (
    <>
      <div className="page-tools">
        <SearchField
          label={t('settings.search')}
          value={search}
          onText={setSearch}
          testId="settings-search"
        />
        <p className="hint">{t('settings.hint')}</p>
      </div>
      {groups.length === 0 && (
        <Said Icon={SearchX} title={t('settings.noMatch')} text={t('settings.noMatchText')} />
      )}
      <div className="setting-groups">
        {groups.map((group) => (
          <section key={group.name} className="block">
            <h2>{group.name === '' ? t('settings.general') : group.name}</h2>
            <table className="table settings-table">
              <colgroup>
                <col className="col-name" />
                <col />
                <col className="col-source" />
              </colgroup>
              <thead className="visually-hidden">
                <tr>
                  <th scope="col">{t('settings.name')}</th>
                  <th scope="col">{t('settings.value')}</th>
                  <th scope="col">{t('settings.source')}</th>
                </tr>
              </thead>
              <tbody>
                {group.settings.map((setting) => (
                  <Line key={setting.path} setting={setting} />
                ))}
              </tbody>
            </table>
          </section>
        ))}
      </div>
    </>
  );
};

/** The settings in force, to read; they are changed in .env and config.json. */
export const SettingsPage = () => {
  const { t } = useTexts();
  const poll = useOwnPoll((api) => api.settings(), EVERY_MS);
  return (
    <Page title={t('nav.settings')}>
      <Shown poll={poll} lines={10}>
        {({ settings }) => <Groups settings={settings} />}
      </Shown>
    </Page>
  );
};
