import type { CompanionState } from '../../shared/ipc/state';
import type { T } from '../i18n';

/** Where the sign-in is kept, if that is not a keychain; null: there is nothing to say. */
export const secretWarning = (
  { secretStore: { kind, warning }, platform }: Pick<CompanionState, 'secretStore' | 'platform'>,
  t: T,
): string | null => {
  if (warning === null) return null;
  if (platform === 'web') return t('web.kept');
  if (kind === 'memory') return t('settings.keptMemory');
  return kind === 'safe-storage' ? t('settings.keptFile') : warning;
};
