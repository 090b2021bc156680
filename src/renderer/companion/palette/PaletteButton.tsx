import { Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';

const isMac = (): boolean => navigator.userAgent.includes('Mac');

/** The way to the palette for whoever does not know its key yet. */
export const PaletteButton = ({ onOpen }: { onOpen: () => void }) => {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className="palette-button"
      aria-keyshortcuts={isMac() ? 'Meta+K' : 'Control+K'}
      data-testid="palette-open"
      onClick={onOpen}
    >
      <Search className="icon" aria-hidden />
      <span className="clip">{t('palette.open')}</span>
      <kbd aria-hidden>{isMac() ? '⌘ K' : 'Ctrl K'}</kbd>
    </button>
  );
};
