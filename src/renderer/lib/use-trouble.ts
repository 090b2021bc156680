import { useTranslation } from 'react-i18next';
import type { Trouble } from '../../shared/error-reasons';
import { troubleSentence } from './error-sentence';

/** Says what is wrong in the agent's language; null while all is well. */
export const useTrouble = (): ((trouble: Trouble) => string | null) => {
  const { t, i18n } = useTranslation();
  return (trouble) => troubleSentence(trouble, t, i18n.language);
};
