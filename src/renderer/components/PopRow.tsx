import { useTranslation } from 'react-i18next';
import type { Call } from '../../shared/call/call';
import type { CallCrm, Pop } from '../../shared/ipc/state';
import { nameOf, numberOf, popStatus, viaOf } from '../lib/pop-view';
import { StatusCounter } from './PopCard';

/** A pop that waits under the front one; a click brings it forward. */
export const PopRow = ({
  call,
  crm,
  pop,
  onPick,
}: {
  call: Call;
  crm: CallCrm | undefined;
  pop: Pop;
  onPick: () => void;
}) => {
  const { t } = useTranslation();
  const status = popStatus(call, pop, t);
  const name = nameOf(call, crm, t);
  const number = numberOf(call, t);
  const second = [name === number ? null : number, viaOf(call, pop.extension, t)].filter(Boolean);
  return (
    <button
      type="button"
      className="pop-row"
      data-testid="pop-row"
      data-leaving={pop.closing !== null}
      title={t('pop.bringForward', { who: name })}
      onClick={onPick}
    >
      <span className="state-dot" data-tone={status.tone} aria-hidden />
      <span className="names">
        <strong className="clip">
          <bdi>{name}</bdi>
        </strong>
        <span className="clip tabular">{second.join(' · ')}</span>
      </span>
      <span className="row-state">
        <span className={`clip tone-${status.tone}`}>{status.text}</span>
        <StatusCounter status={status} />
      </span>
    </button>
  );
};
