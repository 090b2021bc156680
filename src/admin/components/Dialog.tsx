import { X } from 'lucide-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { Button } from '../../renderer/components/Button';
import { useTexts } from '../i18n';

/** A dialog of the browser: the page behind it rests, Escape closes it, the focus comes back to where it was. */
export const Dialog = ({
  title,
  onClose,
  wide = false,
  keepOpen = false,
  children,
}: {
  title: string;
  onClose: () => void;
  wide?: boolean;
  /** Escape does not close it, e.g. while something is shown that is shown only once. */
  keepOpen?: boolean;
  children: ReactNode;
}) => {
  const { t } = useTexts();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={wide ? 'dialog wide' : 'dialog'}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        if (!keepOpen) onClose();
      }}
    >
      <header>
        <h2 id={id}>{title}</h2>
        {!keepOpen && (
          <Button look={['plain', 'square']} aria-label={t('dialog.close')} onClick={onClose}>
            <X className="icon" aria-hidden />
          </Button>
        )}
      </header>
      {children}
    </dialog>
  );
};
