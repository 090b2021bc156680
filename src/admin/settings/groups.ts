/** The settings by their area, for reading. */
import type { Setting } from '../../shared/protocol/settings';
import type { T } from '../i18n';

export interface SettingGroup {
  /** The first part of the paths, e.g. `http`; empty for those that stand alone. */
  name: string;
  settings: Setting[];
}

/** In the order the relay tells them; a search looks into path, variable and value. */
export const groupSettings = (settings: readonly Setting[], search: string): SettingGroup[] => {
  const wanted = search.trim().toLowerCase();
  const groups = new Map<string, Setting[]>();
  for (const setting of settings) {
    const text = [setting.path, setting.variable ?? '', plainValue(setting)].join(' ').toLowerCase();
    if (!text.includes(wanted)) continue;
    const [first = '', ...rest] = setting.path.split('.');
    const name = rest.length === 0 ? '' : first;
    groups.set(name, [...(groups.get(name) ?? []), setting]);
  }
  return [...groups].map(([name, list]) => ({ name, settings: list }));
};

const isSecret = (value: Setting['value']): value is { set: boolean } =>
  typeof value === 'object' && value !== null && 'set' in value;

const plainValue = ({ value }: Setting): string => {
  if (value === null || isSecret(value)) return '';
  return Array.isArray(value) ? value.join(', ') : String(value);
};

/** A value as a person reads it; a secret says only whether it is there. */
export const valueText = (setting: Setting, t: T): { text: string; quiet: boolean } => {
  const { value } = setting;
  if (value === null || value === '') return { text: t('settings.none'), quiet: true };
  if (isSecret(value)) return { text: t(value.set ? 'settings.set' : 'settings.notSet'), quiet: !value.set };
  if (typeof value === 'boolean') return { text: t(value ? 'settings.yes' : 'settings.no'), quiet: false };
  if (Array.isArray(value) && value.length === 0) return { text: t('settings.none'), quiet: true };
  return { text: plainValue(setting), quiet: false };
};
