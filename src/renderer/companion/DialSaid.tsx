import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorSentence } from '../components/TextField';
import type { Dialled } from '../stores/use-dial';

/** How long the sentence about the ringing phone stays. */
const HINT_MS = 6_000;

/** That the own phone rings first, or why nothing was dialled. */
export const DialSaid = ({ dialled, onDone }: { dialled: Dialled; onDone: () => void }) => {
  const { t } = useTranslation();
  useEffect(() => {
    if (dialled?.kind !== 'rings') return;
    const timer = setTimeout(onDone, HINT_MS);
    return () => clearTimeout(timer);
  }, [dialled, onDone]);
  if (dialled === null) return null;
  return (
    <div className="dial-said" id="dial-said" data-testid="dial-said">
      {dialled.kind === 'refused' ? (
        <ErrorSentence>{dialled.problem}</ErrorSentence>
      ) : (
        <p role="status" className="fade-in">
          {t('dial.ringsFirst', { number: dialled.number })}
        </p>
      )}
    </div>
  );
};
