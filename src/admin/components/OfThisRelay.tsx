import { useTexts } from '../i18n';
import { useHouse, usePolled } from '../state/house';

/** Where several relays share, and each keeps its own of what a page shows: so that nobody misses what another one has. */
export const OfThisRelay = ({ what }: { what: 'audit' | 'logs' }) => {
  const { t } = useTexts();
  const { status } = useHouse();
  const others = usePolled(status).value?.relays.others ?? [];
  if (others.length === 0) return null;
  return (
    <p className="hint of-this-relay" data-testid="of-this-relay">
      {t(`ofThisRelay.${what}`, { others: others.map(({ name }) => name).join(', ') })}
    </p>
  );
};
