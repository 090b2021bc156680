import { PhoneCall } from 'lucide-react';
import { useMemo } from 'react';
import type { Call } from '../../shared/call/call';
import { Counter } from '../../renderer/components/Counter';
import { Said } from '../../renderer/components/Said';
import { showNumber } from '../../renderer/lib/show-number';
import { Shown } from '../components/Shown';
import { Tag } from '../components/Tag';
import { useTexts } from '../i18n';
import { hashOf } from '../lib/place';
import { callerName, callerNumber, createNameOf, type NameOf } from '../lib/who';
import { useHouse, usePolled } from '../state/house';
import { inOrder, liveRow } from './live-rows';

/** More rows than anybody reads; the number of all is above. */
const MOST_ROWS = 200;

const Row = ({ call, nameOf }: { call: Call; nameOf: NameOf }) => {
  const { t } = useTexts();
  const row = liveRow(call, nameOf, t, showNumber);
  const name = callerName(call, t);
  const number = callerNumber(call, t);
  return (
    <tr data-testid="live-call">
      <td>
        <Tag tone={row.tone}>{row.state}</Tag>
        <Counter since={row.since} className="under" />
      </td>
      <td>
        <a className="row-link clip" href={hashOf('history', call.id)} title={name}>
          <bdi>{name}</bdi>
        </a>
        {name !== number && <span className="under tabular selectable">{number}</span>}
      </td>
      <td>
        <span className="clip tabular" title={row.way}>
          {row.way}
        </span>
      </td>
      <td>
        <span className="lines-2" title={row.with}>
          {row.with === '' ? t('call.nobodyYet') : <bdi>{row.with}</bdi>}
        </span>
        {row.passedOn !== '' && (
          <span className="under lines-2" title={row.passedOn}>
            {row.passedOn}
          </span>
        )}
      </td>
    </tr>
  );
};

const Rows = ({ calls }: { calls: Call[] }) => {
  const { t } = useTexts();
  const { value: agents } = usePolled(useHouse().agents);
  const nameOf = useMemo(() => createNameOf(agents?.agents ?? []), [agents]);
  if (calls.length === 0)
    return <Said Icon={PhoneCall} title={t('now.noCallsTitle')} text={t('now.noCallsText')} />;
  return (
    <>
      <table className="table">
        <thead>
          <tr>
            <th scope="col" className="col-state">
              {t('now.state')}
            </th>
            <th scope="col">{t('now.caller')}</th>
            <th scope="col">{t('now.way')}</th>
            <th scope="col">{t('now.with')}</th>
          </tr>
        </thead>
        <tbody>
          {inOrder(calls)
            .slice(0, MOST_ROWS)
            .map((call) => (
              <Row key={call.id} call={call} nameOf={nameOf} />
            ))}
        </tbody>
      </table>
      {calls.length > MOST_ROWS && (
        <p className="hint">{t('now.moreCalls', { count: calls.length - MOST_ROWS })}</p>
      )}
    </>
  );
};

export const LiveCalls = () => {
  const { t } = useTexts();
  const { calls } = useHouse();
  return (
    <section className="block" aria-labelledby="live-calls">
      <h2 id="live-calls">{t('now.liveCalls')}</h2>
      <Shown poll={calls} lines={4}>
        {(value) => <Rows calls={value.calls} />}
      </Shown>
    </section>
  );
};
