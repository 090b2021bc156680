import { because } from '../../shared/error-reasons';
import { AppError } from '../../shared/errors';

/** The old way, which works without HTTPS, too: a field that is selected and copied. */
const copyByField = (text: string): boolean => {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'visually-hidden';
  document.body.append(field);
  const before = document.activeElement;
  field.select();
  // Deprecated, and the only way there is without HTTPS.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const done = document.execCommand('copy');
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
};

/** Throws AppError where the browser does not let the page copy. */
export const copyText = async (text: string): Promise<void> => {
  if ('clipboard' in navigator) {
    const copied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    if (copied) return;
  }
  if (!copyByField(text))
    throw new AppError(
      'unavailable',
      'The browser does not let this page copy; select the text and copy it.',
      { details: because('copy-refused') },
    );
};
